import { absolute } from '../../../core/blocks';
import type { DocumentContext, Finding } from '../../../core/language';
import type { ParsedDocument } from '../../../core/document';
import { lineRange } from '../../../core/text';
import { isBlock, type Section } from '../../../core/tree';
import { sourceOf } from '../inherit';
import { ownKeywords } from '../ownKeywords';
import { Noted } from '../noted';
import { isTcp, type Proxy, says } from '../proxies';

const OPTIONS = ['option httplog', 'option httpslog'];

/** Proxies in TCP mode that take an HTTP log format from their defaults: the program warns on the line in the defaults. */
export function reportInherited(
  document: ParsedDocument,
  context: DocumentContext,
  report: (finding: Finding) => void,
): void {
  const told = new Set<Section>();
  let sources: ReadonlyMap<Section, Section> | undefined;
  for (const [proxy] of takers.inOrder(context, document)) {
    const section = (sources ??= defaultsIn(document)).get(proxy.section);
    if (!section || told.has(section)) continue;
    told.add(section);
    const finding = findingIn(section, proxy);
    if (finding) report(finding);
  }
}

/** Proxies that say nothing of it themselves. */
const takers = new Noted((proxy) => {
  if (proxy.block.type === 'backend' || !says(proxy, ...OPTIONS)) return undefined;
  const { on } = ownKeywords(proxy.block);
  const isOwn = [...OPTIONS, 'option tcplog', 'log-format'].some((name) => on.has(name));
  return !isOwn && isTcp(proxy, true) ? true : undefined;
});

/** The defaults section of the same document that each proxy takes. */
function defaultsIn({ sections }: ParsedDocument): ReadonlyMap<Section, Section> {
  const out = new Map<Section, Section>();
  const named = new Map<string, Section>();
  let last: Section | undefined;
  for (const section of sections) {
    const block = section.items[0];
    if (!block || !isBlock(block)) continue;
    if (block.type === 'defaults') {
      last = section;
      named.set(block.words[1]?.text ?? '', section);
      continue;
    }
    const from = sourceOf(block);
    const found = from === undefined ? last : named.get(from);
    if (found) out.set(section, found);
  }
  return out;
}

function findingIn(section: Section, { block }: Proxy): Finding | undefined {
  const head = section.items[0];
  const line =
    head && isBlock(head)
      ? head.items.findLast(({ words }) => OPTIONS.includes(`${words[0]!.text} ${words[1]?.text ?? ''}`))
      : undefined;
  if (!line) return undefined;
  const name = block.words[1]?.text ?? '';
  return {
    range: absolute(section, lineRange(line.line, line.words[0]!.start, line.words.at(-1)!.end)),
    message: `The ${block.type} "${name}" takes this over, but works in TCP mode: HAProxy logs there as with "option tcplog". Write that in the section, or give it "mode http".`,
  };
}
