import { absolute } from '../../../core/blocks';
import type { DocumentContext, DocumentRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { isBlock, type Node, type Section } from '../../../core/tree';
import { Noted } from '../noted';
import { isPlain } from '../ownKeywords';
import { sectionsOf } from '../proxies';

/** With strict-sni a certificate may come later, through the socket of the statistics. */
const SETTLED: ReadonlySet<string> = new Set(['crt', 'crt-list', 'default-crt', 'strict-sni']);

export const bindWithoutCertificate: DocumentRule = {
  id: 'bind-without-certificate',
  severity: 'error',
  title: 'TLS without a certificate',
  docs: 'A "bind" line with "ssl" needs a certificate to show to clients: "crt" with a file or a folder, or "crt-list". HAProxy does not start without one.',
  bad: 'frontend web\n    bind :8443 ssl\n',
  good: 'frontend web\n    bind :8443\n',
  checkDocument(document, context, report) {
    // How later versions find a certificate is not known for certain.
    if (compareVersions(context.schema.version, '3.3') >= 0) return;
    let strict: boolean | undefined;
    const tell = (section: Section, lines: readonly Node[]): void => {
      for (const { line, words } of lines) {
        if ((strict ??= isStrict(context))) return;
        const ssl = words.find(({ text }, i) => i > 1 && text === 'ssl')!;
        report({
          range: absolute(section, lineRange(line, ssl.start, ssl.end)),
          message: 'TLS needs a certificate: add "crt" with the file or folder that holds it.',
        });
      }
    };
    for (const [{ document: owner, section }, lines] of bare.in(context)) if (owner === document) tell(section, lines);
    for (const section of sectionsOf(context).others) {
      const block = section.items[0];
      if (!block || !isBlock(block) || block.type !== 'log-forward' || !isPlain(section)) continue;
      if (document.sectionAt(section.start) === section) tell(section, block.items.filter(isBare));
    }
  },
};

const bare = new Noted(({ block, plain }) => {
  const lines = plain ? block.items.filter(isBare) : [];
  if (lines.length === 0 || block.items.some(({ words }) => words[0]!.text === 'ssl-f-use')) return undefined;
  return lines;
});

function isBare({ words }: Node): boolean {
  return (
    words[0]!.text === 'bind' &&
    words.some(({ text }, i) => i > 1 && text === 'ssl') &&
    !words.some(({ text, dynamic }) => dynamic || SETTLED.has(text))
  );
}

/** Whether the global section says for all lines that certificates may come later. */
function isStrict({ configuration }: DocumentContext): boolean {
  return configuration.documents.some(({ sections }) =>
    sections.some(({ items }) => {
      const block = items[0];
      if (!block || !isBlock(block) || block.type !== 'global') return false;
      return block.items.some(({ words }) => words.some(({ text }) => text === 'strict-sni'));
    }),
  );
}
