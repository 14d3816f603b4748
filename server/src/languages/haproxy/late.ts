import type { Inherited } from '../../core/language';
import type { Word } from '../../core/scan';
import type { Block, Node } from '../../core/tree';
import { defaultsOf } from './inherit';
import { ownKeywords } from './ownKeywords';

// Some lines HAProxy only keeps when it reads them, and looks at when the whole configuration is known: a line that
// another one has replaced, or that stands in a section nobody uses, it never looks at.

/** What a line sets of which a proxy has only one; the last line counts. */
export type Slot = 'format' | 'sd' | 'error' | 'id' | 'balance' | 'forwarded';

const SLOTS: ReadonlyMap<string, Slot> = new Map([
  ['log-format', 'format'],
  ['log-format-sd', 'sd'],
  ['error-log-format', 'error'],
  ['unique-id-format', 'id'],
  ['balance', 'balance'],
]);

const OPTIONS: ReadonlyMap<string, Slot> = new Map([
  ['httplog', 'format'],
  ['httpslog', 'format'],
  ['tcplog', 'format'],
  ['forwarded', 'forwarded'],
]);

export function slotOf(words: readonly Word[]): Slot | undefined {
  const first = words[0]!.text;
  if (first === 'no') return words[1]?.text === 'option' && words[2]?.text === 'forwarded' ? 'forwarded' : undefined;
  return first === 'option' ? OPTIONS.get(words[1]?.text ?? '') : SLOTS.get(first);
}

/** Whether a later line of its section takes the place of this one. */
export function isReplaced(node: Node, slot: Slot, block: Block): boolean {
  return block.items.findLast(({ words }) => slotOf(words) === slot) !== node;
}

/** Whether a kind of section has any use for what is in a slot, in its own lines or in those of its defaults. */
export function usesSlot(type: string, slot: Slot, isOwn: boolean): boolean {
  if (slot === 'balance' || slot === 'forwarded') return type !== 'frontend';
  return type !== 'backend' || slot === 'id' || (slot === 'error' && isOwn);
}

/** Whether a server that follows a default-server line takes a parameter from it, having none of its own. */
export function isTakenByServer(node: Node, parameter: string, block: Block): boolean {
  return block.items.some(
    ({ line, words }) =>
      line > node.line &&
      (words[0]!.text === 'server' || words[0]!.text === 'server-template') &&
      !words.some(({ text, dynamic }) => dynamic || text === parameter),
  );
}

/** Whether a proxy is switched off, itself or through its defaults: the program reads it and looks nothing up. */
export function isDisabled(block: Block, inherited: Inherited): boolean {
  const { on, off } = ownKeywords(block);
  return on.has('disabled') || (!off.has('disabled') && defaultsOf(block, inherited).keywords.includes('disabled'));
}
