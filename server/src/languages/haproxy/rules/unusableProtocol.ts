import { absolute } from '../../../core/blocks';
import type { DocumentRule } from '../../../core/language';
import type { Word } from '../../../core/scan';
import { lineRange } from '../../../core/text';
import type { Node } from '../../../core/tree';
import { ownKeywords } from '../ownKeywords';
import { Noted } from '../noted';
import { isWhole, type Proxy } from '../proxies';

/** Which protocols `proto` may force in a mode, of those that every version and build knows (`haproxy -vv` lists them). */
const USABLE: Readonly<Record<string, Readonly<Record<'bind' | 'server', readonly string[]>>>> = {
  tcp: { bind: ['none'], server: ['none'] },
  http: { bind: ['h1', 'h2'], server: ['h1', 'h2', 'fcgi'] },
};
const JUDGED = ['none', 'h1', 'h2', 'fcgi'];

export const unusableProtocol: DocumentRule = {
  id: 'unusable-protocol',
  severity: 'error',
  title: 'A protocol that cannot be spoken in the mode of the section',
  docs: '"proto" forces the protocol of a bind or server line. HTTP/1, HTTP/2 and FastCGI are spoken only in HTTP mode (FastCGI only with servers), and "none", which passes bytes on, only in TCP mode.',
  bad: 'defaults\n    timeout client 30s\nfrontend web\n    mode tcp\n    bind :8080 proto h2\n',
  good: 'defaults\n    timeout client 30s\nfrontend web\n    mode http\n    bind :8080 proto h2\n',
  checkDocument(document, context, report) {
    for (const [proxy, forced] of forcing.in(context)) {
      if (proxy.document !== document) continue;
      const mode = certainMode(proxy, () => isWhole(context));
      const usable = mode === undefined ? undefined : USABLE[mode];
      if (!usable) continue;
      for (const { node, where, word } of forced) {
        if (usable[where].includes(word.text)) continue;
        report({
          range: absolute(proxy.section, lineRange(node.line, word.start, word.end)),
          message: `"proto ${word.text}" cannot be used by a ${where} line in ${mode!.toUpperCase()} mode: ${usable[where].map((one) => `"proto ${one}"`).join(' or ')} can. Change the section's mode, or remove "proto".`,
        });
      }
    }
  },
};

/** The mode in which a proxy works, where that is certain. */
function certainMode({ block, mode, plain, certain }: Proxy, whole: () => boolean): string | undefined {
  const { on } = ownKeywords(block);
  if (!plain || on.has('disabled')) return undefined;
  return on.has('mode') || (certain && whole()) ? mode : undefined;
}

interface Forced {
  readonly node: Node;
  readonly where: 'bind' | 'server';
  readonly word: Word;
}

const forcing = new Noted(({ block }) => {
  const forced = block.items.flatMap((node) => forcedBy(node) ?? []);
  return forced.length > 0 ? forced : undefined;
});

function forcedBy(node: Node): Forced | undefined {
  const { words } = node;
  const where = words[0]!.text;
  if (where !== 'bind' && where !== 'server') return undefined;
  const first = where === 'bind' ? 2 : 3;
  for (let i = first; i < words.length - 1; i++) {
    if (words[i]!.dynamic) return undefined;
    if (words[i]!.text === 'proto' && JUDGED.includes(words[i + 1]!.text)) return { node, where, word: words[i + 1]! };
  }
  return undefined;
}
