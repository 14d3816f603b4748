import { extent, headRange } from '../../../core/blocks';
import type { SectionRule } from '../../../core/language';
import { isBlock } from '../../../core/tree';

/** Keywords without which the program refuses a section, by its kind. */
const NEEDED: Readonly<Record<string, string>> = {
  cache: 'total-max-size',
  'fcgi-app': 'docroot',
  acme: 'directory',
};

export const incompleteSection: SectionRule = {
  id: 'incomplete-section',
  severity: 'error',
  title: 'A section without a keyword that it needs',
  docs: 'A cache must say how much memory it may take: "total-max-size", in megabytes. A FastCGI application must say where its files are: "docroot". An ACME section must say whom to ask for certificates: "directory", with the address of the authority.',
  bad: 'cache small\n    max-age 60\n',
  good: 'cache small\n    total-max-size 4\n    max-age 60\n',
  sections: Object.keys(NEEDED),
  check(section, _context, report) {
    const block = section.items[0];
    const needed = block && isBlock(block) ? NEEDED[block.type] : undefined;
    if (!block || !isBlock(block) || needed === undefined) return;
    if (block.items.some((node) => node.words[0]!.text === needed)) return;
    report({
      range: extent(section, block),
      head: headRange(block),
      message: `This ${block.type} section needs "${needed}".`,
    });
  },
};
