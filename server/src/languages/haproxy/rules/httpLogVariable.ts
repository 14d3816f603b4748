import { absolute } from '../../../core/blocks';
import { Kept } from '../../../core/kept';
import type { DocumentContext, DocumentRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { isBlock, type Node, type Section } from '../../../core/tree';
import { isReplaced, slotOf, usesSlot } from '../late';
import { Noted } from '../noted';
import { isPlain } from '../ownKeywords';
import { isTcp, isWhole, proxiesOf, sectionsOf } from '../proxies';
import { isLookedAt as isTaken, takersOf } from '../takers';

/** Log variables that HAProxy refused outside HTTP mode until 3.0, which logs "-" for them. */
const HTTP_ONLY = /%(?:\([^)]*\))?(?:\{[^}]*\})?(CC|CS|HM|HPO|HP|HQ|HU|HV|r|trg|trl|tr|Ta|Ti|Tq|Tr|TR)(?![A-Za-z])/g;
const SINCE_ANYWHERE = '3.0';

export const httpLogVariable: DocumentRule = {
  id: 'http-log-variable',
  severity: 'error',
  title: 'A log variable of requests in a section that sees none',
  docs: 'Method, path, query and the times of a request are known in HTTP mode only. Before version 3.0 HAProxy refuses a log format with them in a section that works in TCP mode; later versions log "-" in their place. Give the section "mode http", or a format of its own.',
  bad: 'defaults\n    mode tcp\n    timeout client 30s\nfrontend web\n    bind :8080\n    log stdout format raw local0\n    log-format "%ci %HM %HU"\n',
  good: 'defaults\n    mode http\n    timeout client 30s\nfrontend web\n    bind :8080\n    log stdout format raw local0\n    log-format "%ci %HM %HU"\n',
  checkDocument(document, context, report) {
    const isRefused = compareVersions(context.schema.version, SINCE_ANYWHERE) < 0;
    const whole = isWhole(context);
    const tell = (section: Section, node: Node): void => {
      const word = node.words[1]!;
      report({
        range: absolute(section, lineRange(node.line, word.start, word.end)),
        ...(isRefused ? {} : { severity: 'hint' }),
        message: `${whoWorks(node)} works in TCP mode, in which there is no ${variablesIn(word.text).join(', ')}. Give it "mode http", or leave that out.`,
      });
    };
    for (const [proxy, lines] of formats.in(context))
      if (proxy.document === document && isTcp(proxy, whole)) for (const node of lines) tell(proxy.section, node);
    if (!isRefused || !whole) return;
    for (const section of sectionsOf(context).others) {
      const lines = document.sectionAt(section.start) === section ? inDefaults(section) : NONE;
      for (const node of lines) if (isTakenInTcp(section, node, context)) tell(section, node);
    }
  },
};

const whoWorks = ({ parent }: Node): string =>
  parent?.type === 'defaults' ? 'A section that takes this over' : 'This section';

const variablesIn = (text: string): string[] => [
  ...new Set([...text.replaceAll('%%', '').matchAll(HTTP_ONLY)].map(([, name]) => `"%${name!}"`)),
];

const NONE: readonly Node[] = [];
const kept = new Kept<readonly Node[]>();

/** Formats of a defaults section that only HTTP mode knows. */
function inDefaults(section: Section): readonly Node[] {
  const known = kept.get(section);
  if (known) return known;
  const block = section.items[0];
  const isRead = block && isBlock(block) && block.type === 'defaults' && isPlain(section);
  return kept.set(section, isRead ? block.items.filter(isHttp) : NONE);
}

function isTakenInTcp(section: Section, node: Node, context: DocumentContext): boolean {
  const takers = takersOf(section, context).filter((taker) => isTaken(node, slotOf(node.words)!, taker));
  return takers.some(({ block }) => proxiesOf(context).some((proxy) => proxy.block === block && isTcp(proxy, true)));
}

const formats = new Noted(({ block, mode, plain }) => {
  if (mode !== 'tcp' || !plain) return undefined;
  const lines = block.items.filter((node) => isHttp(node) && isOwnUsed(node));
  return lines.length > 0 ? lines : undefined;
});

function isHttp({ words }: Node): boolean {
  const slot = slotOf(words);
  if (slot === undefined || slot === 'balance' || words[0]!.text === 'option') return false;
  const word = words[1];
  return word !== undefined && !word.dynamic && word.text.replaceAll('%%', '').search(HTTP_ONLY) >= 0;
}

function isOwnUsed(node: Node): boolean {
  const slot = slotOf(node.words)!;
  const block = node.parent!;
  return usesSlot(block.type, slot, true) && !isReplaced(node, slot, block);
}
