import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock, type Node } from '../../../core/tree';
import { type CaptureSide, slotsIn } from '../captureSlots';
import { defaultsOf } from '../inherit';
import { isPlain, ownKeywords } from '../ownKeywords';

export const undefinedCaptureSlot: SectionRule = {
  id: 'undefined-capture-slot',
  severity: 'error',
  title: 'A capture into a slot that is not there',
  docs: 'Slots for captures are counted from 0 in the order in which lines make them: "declare capture", "capture request header" or "capture response header", and every "capture ... len" rule. "id" names one of them, and those of requests and of responses are counted apart.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    http-request capture req.hdr(Host) id 0\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    declare capture request len 64\n    http-request capture req.hdr(Host) id 0\n',
  sections: ['frontend', 'listen'],
  words: ['http-request', 'http-response'],
  check(section, { inherited }, report) {
    const block = section.items[0];
    // A backend takes whatever slots the frontend in front of it has.
    if (!block || !isBlock(block) || !['frontend', 'listen'].includes(block.type) || !isPlain(section)) return;
    const uses = block.items.filter((node) => slotOf(node) !== undefined);
    if (uses.length === 0 || ownKeywords(block).on.has('disabled')) return;
    // Rules taken over from defaults make slots, too, before those of the section.
    const [own, over] = [slotsIn(block.items), defaultsOf(block, inherited).slots];
    for (const node of uses) {
      const side: CaptureSide = node.words[0]!.text === 'http-response' ? 'response' : 'request';
      const word = slotOf(node)!;
      const count = own[side] + over[side];
      if (Number(word.text) < count) continue;
      const there = count === 0 ? `no slot for ${side}s` : `only ${count} for ${side}s, counted from 0`;
      report({
        range: lineRange(node.line, word.start, word.end),
        message: `There is no capture slot ${word.text}: this section has ${there}. Add "declare capture ${side} len <length>", or write "len" instead of "id".`,
      });
    }
  },
};

/** The number behind `id` of a capture rule. */
function slotOf({ words }: Node): Node['words'][number] | undefined {
  if (!/^http-(request|response)$/.test(words[0]!.text) || words[1]?.text !== 'capture') return undefined;
  const at = words.findIndex(({ text, dynamic }, i) => i > 2 && text === 'id' && !dynamic);
  const word = at > 0 ? words[at + 1] : undefined;
  return word && !word.dynamic && /^[0-9]+$/.test(word.text) ? word : undefined;
}
