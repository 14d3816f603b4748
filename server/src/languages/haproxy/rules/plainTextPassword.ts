import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';

export const plainTextPassword: SectionRule = {
  id: 'plain-text-password',
  severity: 'hint',
  title: 'A password in plain text beside hashed ones',
  docs: 'Whoever can read the file can read the password. "password" takes a hash instead, as "mkpasswd -m sha-256" makes it. A list in which all passwords stand in plain text is left alone: that is a choice, as for a laboratory.',
  bad: 'userlist people\n    user anna password $5$abcdefgh$2f7N1Xo0Q1cMsvQSn.mK0jXh3vBk5FZcYkqpK4xq6y8\n    user bert insecure-password secret\n',
  good: 'userlist people\n    user anna password $5$abcdefgh$2f7N1Xo0Q1cMsvQSn.mK0jXh3vBk5FZcYkqpK4xq6y8\n',
  sections: ['userlist'],
  check(section, _context, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || block.type !== 'userlist') return;
    const users = block.items.filter(({ words }) => words[0]!.text === 'user');
    if (!users.some(({ words }) => words.some(({ text }, i) => i > 1 && text === 'password'))) return;
    for (const { words, line } of users) {
      const at = words.findIndex(({ text }, i) => i > 1 && text === 'insecure-password');
      if (at < 0 || words[at + 1]?.dynamic !== false) continue;
      report({
        range: lineRange(line, words[at]!.start, words[at]!.end),
        message: 'The password stands here in plain text. "password" takes a hash, as "mkpasswd -m sha-256" makes it.',
      });
    }
  },
};
