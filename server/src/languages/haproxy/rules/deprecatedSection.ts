import type { SectionRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';
import type { HaproxyInherited } from '../inherit';

export const deprecatedSection: SectionRule = {
  id: 'deprecated-section',
  severity: 'error',
  title: 'A section that HAProxy accepts only on request',
  docs: 'Programs are started by systemd or the container engine today. Versions 3.1 and 3.2 refuse "program" sections unless a global section above them says "expose-deprecated-directives"; later versions do not know them.',
  bad: 'global\n    master-worker\nprogram api\n    command /usr/bin/api\n',
  good: 'global\n    master-worker\n    expose-deprecated-directives\nprogram api\n    command /usr/bin/api\n',
  sections: ['program'],
  check(section, { schema, inherited }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || block.type !== 'program' || section.lines[0]!.enter > 0) return;
    if (compareVersions(schema.version, '3.1') < 0 || (inherited as HaproxyInherited).deprecatedAllowed) return;
    const range = lineRange(0, block.words[0]!.start, block.words.at(-1)!.end);
    report({
      range,
      message:
        'HAProxy refuses this section unless the global section says "expose-deprecated-directives" above it. Start the program by other means.',
    });
  },
};
