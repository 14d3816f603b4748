import type { SectionRule } from '../../../core/language';
import { isBlock, walk } from '../../../core/tree';
import { headRange, isInclude } from '../blocks';

const PREFERENCES = ['priority', 'preference', 'order'];
const rules = (more: string): string => `static_rules {\n    from 192.0.2.0/24 table 100${more}\n}\n`;

/** A routing rule whose place is left to chance. */
export const rulePreference: SectionRule = {
  id: 'rule-preference',
  severity: 'warning',
  title: 'Routing rule without a preference',
  docs: 'Without `preference` (or `priority`) keepalived chooses the place of the rule among all others, which depends on the order in which instances become master, and reports that this is probably not what you want.',
  bad: rules(''),
  good: rules(' preference 100'),
  check(section, _context, report) {
    for (const block of walk(section.items)) {
      if (!isBlock(block) || !/(?:^|\.)(?:virtual|static)_rules$/.test(block.type)) continue;
      for (const item of block.items) {
        if (isInclude(item) || item.words.some((word) => word.dynamic || PREFERENCES.includes(word.text))) continue;
        report({
          range: headRange(item),
          message:
            'The rule has no preference: keepalived chooses one, which is probably not what you want. Add "preference NUMBER".',
        });
      }
    }
  },
};
