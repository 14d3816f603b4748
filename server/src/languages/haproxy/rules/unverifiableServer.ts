import { absolute } from '../../../core/blocks';
import type { DocumentContext, DocumentRule, Fix } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { isBlock, type Node } from '../../../core/tree';
import type { CheckParameters } from '../checkTimes';
import { isDisabled } from '../late';
import { Noted } from '../noted';
import { isWhole, type Proxy } from '../proxies';
import { serversOf, someTold } from '../serverParameters';

export const unverifiableServer: DocumentRule = {
  id: 'unverifiable-server',
  severity: 'error',
  title: 'TLS to a server, and nothing to check its certificate with',
  docs: 'HAProxy checks the certificates of servers, and refuses to start where it has no authority to check them with. Name it: "ca-file /etc/ssl/ca.pem", or "ca-file @system-ca" from version 2.6 on for those of the system. "verify none" believes anybody.',
  bad: 'defaults\n    mode http\n    timeout connect 5s\n    timeout server 30s\nbackend app\n    server a 192.0.2.1:443 ssl\n',
  good: 'defaults\n    mode http\n    timeout connect 5s\n    timeout server 30s\nbackend app\n    server a 192.0.2.1:443 ssl verify required ca-file @system-ca\n',
  checkDocument(document, context, report) {
    // Later versions take the authorities of the system.
    if (compareVersions(context.schema.version, '3.3') >= 0) return;
    let isSettled: boolean | undefined;
    for (const [proxy, nodes] of unverifiable.in(context)) {
      if (proxy.document !== document) continue;
      for (const node of nodes) {
        if ((isSettled ??= !isWhole(context) || needsNoCheck(context))) return;
        const word = node.words.find(({ text }, i) => i > 2 && /^(check-)?ssl$/.test(text)) ?? node.words[1]!;
        report({
          range: absolute(proxy.section, lineRange(node.line, word.start, word.end)),
          message:
            'HAProxy has nothing to check the certificate of this server with: add "ca-file" with the authority that signed it.',
          fixes: [fixFor(proxy, node)],
        });
      }
    }
  },
};

function fixFor({ section }: Proxy, node: Node): Fix {
  const at = node.words.at(-1)!.end;
  const range = absolute(section, lineRange(node.line, at, at));
  return {
    title: 'Add "verify required ca-file @system-ca"',
    edits: [{ range, text: ' verify required ca-file @system-ca' }],
  };
}

const unverifiable = new Noted(({ section, block, inherited, certain }, { version }) => {
  if (!certain || block.type === 'frontend' || isDisabled(block, inherited)) return undefined;
  if (!someTold(block, inherited, 'ssl', 'check-ssl')) return undefined;
  const nodes = [...serversOf(section, block, inherited, version)].filter(([, given]) => isUnverifiable(given));
  return nodes.length > 0 ? nodes.map(([node]) => node) : undefined;
});

function isUnverifiable({ ssl, 'check-ssl': checks, verify, 'ca-file': authority }: CheckParameters): boolean {
  return (
    (ssl === 'yes' || checks === 'yes') && authority === undefined && (verify === undefined || verify === 'required')
  );
}

function needsNoCheck({ configuration }: DocumentContext): boolean {
  return configuration.documents.some(({ sections }) =>
    sections.some(({ items }) => {
      const block = items[0];
      if (!block || !isBlock(block) || block.type !== 'global') return false;
      return block.items.some(({ words }) => words[0]!.text === 'ssl-server-verify');
    }),
  );
}
