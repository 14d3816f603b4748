import type { DocumentRule } from '../../../core/language';
import { isBlock } from '../../../core/tree';
import { absolute, itemsOf, wordRange } from '../blocks';
import { instance } from './texts';

const second = instance('    nopreempt').replace('VI_1', 'VI_2').replace('51', '52').replace('.10/', '.11/');
const group = (name: string): string =>
  `vrrp_sync_group ${name} {\n    group {\n        VI_1\n        VI_2\n    }\n}\n`;

/** An instance that two sync groups claim. */
export const syncGroupMember: DocumentRule = {
  id: 'sync-group-member',
  severity: 'error',
  title: 'Instance in more than one sync group',
  docs: 'An instance changes state with one sync group: keepalived ignores every further group that names it, and removes a group that is left with none.',
  bad: group('G1') + group('G2') + instance('    nopreempt') + second,
  good: group('G1') + instance('    nopreempt') + second,
  checkDocument(document, _context, report) {
    const first = new Map<string, { group: string; range: ReturnType<typeof absolute> }>();
    for (const section of document.sections) {
      for (const block of section.items) {
        if (!isBlock(block) || block.type !== 'vrrp_sync_group') continue;
        const name = block.words[1]?.text ?? '';
        for (const item of itemsOf(block, 'group')) {
          for (const word of item.words) {
            if (word.dynamic) continue;
            const range = absolute(section, wordRange(item, word));
            const other = first.get(word.text);
            if (!other) first.set(word.text, { group: name, range });
            else if (other.group !== name) {
              const message = `"${word.text}" is in the sync group "${other.group}" already: keepalived ignores it here.`;
              report({ range, message, related: [{ range: other.range, message: `In "${other.group}"` }] });
            }
          }
        }
      }
    }
  },
};
