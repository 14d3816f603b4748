import type { DocumentContext } from '../../core/language';
import type { PlacedOccurrence } from '../../core/symbols';
import { type Block, isBlock, type Node } from '../../core/tree';
import { isDisabled, isTakenByServer, slotOf } from './late';
import { proxiesOf } from './proxies';
import { isLookedAt, type Taker, takersOf } from './takers';

/**
 * Whether the program looks up a name where it is used. It does not in a proxy that is switched off; and what a defaults
 * section names it looks up for the proxies that take it over.
 */
export function isNeeded(use: PlacedOccurrence, context: DocumentContext): boolean {
  const block = use.section.items[0];
  // The lines of a section alone, such as its conditions, are read at once.
  if (!block || !isBlock(block) || use.scope === 'section' || use.line === 0) return !use.soft;
  if (block.type === 'defaults') return isNeededByTaker(use, block, context);
  if (use.soft) return false;
  const proxy = proxiesOf(context).find(({ section }) => section === use.section);
  return !proxy || !isDisabled(proxy.block, proxy.inherited);
}

const RULES = /^(http-request|http-response|http-after-response|tcp-request|tcp-response)$/;
/** Kinds that rules look up only in the proxy's own lines. */
const NOT_IN_RULES: ReadonlySet<string> = new Set(['cache', 'log-profile', 'ring']);

function isNeededByTaker(use: PlacedOccurrence, block: Block, context: DocumentContext): boolean {
  const node = block.items.find(({ line }) => line === use.line);
  if (!node || use.section.lines[use.line]!.enter > 0) return false;
  const takers = takersOf(use.section, context);
  const first = node.words[0]!.text;
  const slot = slotOf(node.words);
  if (slot !== undefined) return takers.some((taker) => isLookedAt(node, slot, taker));
  if (RULES.test(first)) return takers.length > 0 && !NOT_IN_RULES.has(use.kind);
  switch (first) {
    case 'errorfiles':
    case 'http-error':
      return takers.length > 0;
    case 'http-check':
    case 'tcp-check':
      return takers.some(({ block: { type } }) => type !== 'frontend');
    case 'default_backend':
      return takers.some((taker) => taker.block.type !== 'backend' && isLast(node, [block, ...taker.over]));
    case 'email-alert':
      return takers.some((taker) => sendsAlerts(node, [block, ...taker.over]));
    case 'default-server':
      return use.kind === 'resolvers' && takers.some((taker) => givesResolvers(node, block, taker));
    case 'acl':
      return takers.length > 0 && isInCondition(node.words[1]?.text ?? '', block);
    default:
      return false;
  }
}

const said = ({ words }: Node): string =>
  words[0]!.text === 'email-alert' ? `email-alert ${words[1]?.text ?? ''}` : words[0]!.text;

/** No later line says something else of the same. */
function isLast(node: Node, blocks: readonly Block[]): boolean {
  return blocks.every((block) =>
    block.items.every(
      (other) => said(other) !== said(node) || (other.parent === node.parent && other.line <= node.line),
    ),
  );
}

/** Mailers count only where both addresses are given, too. */
function sendsAlerts(node: Node, blocks: readonly Block[]): boolean {
  const all = new Set(blocks.flatMap(({ items }) => items.map(said)));
  return all.has('email-alert from') && all.has('email-alert to') && isLast(node, blocks);
}

function givesResolvers(node: Node, defaults: Block, { block, over }: Taker): boolean {
  const others = [defaults, ...over].flatMap(({ items }) => items);
  const isOnly = others.every(({ words }) => words === node.words || words[0]!.text !== 'default-server');
  return isOnly && isTakenByServer({ ...node, line: -1 }, 'resolvers', block);
}

function isInCondition(acl: string, { items }: Block): boolean {
  return items.some(({ words }) => words.some(({ text }, i) => i > 1 && text.replace(/^!+/, '') === acl));
}
