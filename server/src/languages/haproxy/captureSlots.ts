import type { Node } from '../../core/tree';

export type CaptureSide = 'request' | 'response';

/** How many slots for captures each side has. */
export type CaptureSlots = Readonly<Record<CaptureSide, number>>;

/** The slots that some lines make (manual, chapter 4.2, "declare capture"). */
export function slotsIn(nodes: readonly Node[]): CaptureSlots {
  const count = (side: CaptureSide): number => nodes.filter((node) => makes(node, side)).length;
  return { request: count('request'), response: count('response') };
}

/** Whether a line makes a slot, of whichever side. */
export const makesSlot = (node: Node): boolean => makes(node, 'request') || makes(node, 'response');

const MAKERS: ReadonlySet<string> = new Set(['declare', 'capture', 'http-request', 'http-response', 'tcp-request']);

function makes({ words }: Node, side: CaptureSide): boolean {
  const first = words[0]!.text;
  if (!MAKERS.has(first)) return false;
  const [second, third] = [words[1]?.text, words[2]?.text];
  if (first === 'declare') return second === 'capture' && third === side;
  if (first === 'capture') return second === side;
  const isRule = first === `http-${side}` || (side === 'request' && first === 'tcp-request');
  return isRule && (second === 'capture' || third === 'capture') && words.some(({ text }) => text === 'len');
}
