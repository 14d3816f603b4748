import { absolute } from '../../../core/blocks';
import type { DocumentRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Node } from '../../../core/tree';
import { isBeforeContents } from '../availability';
import { fetchOf } from '../criteria';
import { defaultsOf } from '../inherit';
import { isDisabled } from '../late';
import { Noted } from '../noted';
import { isWhole } from '../proxies';

const DELAY = 'tcp-request inspect-delay';

export const missingInspectDelay: DocumentRule = {
  id: 'missing-inspect-delay',
  severity: 'warning',
  title: 'A look at contents for which nobody waits',
  docs: 'Rules of "tcp-request content" are processed as soon as a connection is there, when nothing of the request may have come in yet. What such a rule tracks or captures of the request is then found by chance. "tcp-request inspect-delay" makes HAProxy wait for it; in HTTP mode "http-request track-sc0" and "http-request capture" need no waiting.',
  bad: 'defaults\n    mode http\n    timeout client 30s\nfrontend web\n    bind :8080\n    tcp-request content track-sc0 path table paths\nbackend paths\n    stick-table type string size 1k\n',
  good: 'defaults\n    mode http\n    timeout client 30s\nfrontend web\n    bind :8080\n    tcp-request inspect-delay 5s\n    tcp-request content track-sc0 path table paths\nbackend paths\n    stick-table type string size 1k\n',
  checkDocument(document, context, report) {
    if (!isWhole(context)) return;
    for (const [proxy, nodes] of hasty.in(context)) {
      if (proxy.document !== document) continue;
      for (const { line, words } of nodes)
        report({
          range: absolute(proxy.section, lineRange(line, words[0]!.start, words[3]!.end)),
          message: `Nothing of the request may be there yet for "${words[3]!.text}": add "${DELAY} 5s", so that HAProxy waits for it.`,
        });
    }
  },
};

/** The first rule of each kind that depends on contents. */
const hasty = new Noted((proxy, { version }) => {
  const { block, inherited, plain, certain } = proxy;
  if (block.type === 'backend' || !plain || !certain) return undefined;
  const first = new Map<string, Node>();
  for (const node of block.items) {
    const { words } = node;
    if (words[0]!.text !== 'tcp-request') continue;
    if (words[1]?.text === 'inspect-delay') return undefined;
    const kind = words[1]?.text === 'content' ? /^(track-sc|capture)/.exec(words[2]?.text ?? '')?.[1] : undefined;
    if (kind === undefined || first.has(kind)) continue;
    const fetch = fetchOf(words[3], version);
    if (fetch !== undefined && !isBeforeContents(fetch)) first.set(kind, node);
  }
  if (first.size === 0 || isDisabled(block, inherited)) return undefined;
  return defaultsOf(block, inherited).rules.includes(DELAY) ? undefined : [...first.values()];
});
