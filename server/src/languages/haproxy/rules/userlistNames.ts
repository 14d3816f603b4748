import type { SectionRule } from '../../../core/language';
import { nearest } from '../../../core/spelling';
import { columnsOf } from '../columns';
import { lineRange } from '../../../core/text';
import { isBlock, type Block, type Node } from '../../../core/tree';
import { isPlain } from '../ownKeywords';

export const userlistNames: SectionRule = {
  id: 'unknown-user-or-group',
  severity: 'error',
  title: 'A user or group that the userlist does not have',
  docs: '"groups" behind a user and "users" behind a group name lines of the same userlist.',
  bad: 'userlist staff\n    group admins users ann,bob\n    user ann password $5$x\n',
  good: 'userlist staff\n    group admins users ann\n    user ann password $5$x\n',
  sections: ['userlist'],
  check(section, _context, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || block.type !== 'userlist' || !isPlain(section)) return;
    const known = { user: namesIn(block, 'user'), group: namesIn(block, 'group') };
    for (const node of block.items) {
      const what = node.words[0]!.text === 'user' ? 'group' : 'user';
      const word = listOf(node);
      if (!word || !['user', 'group'].includes(node.words[0]!.text)) continue;
      let start = 0;
      for (const name of word.text.split(',')) {
        const [from, to] = columnsOf(section.lines[node.line]!.text, word, start, start + name.length);
        start += name.length + 1;
        if (name === '' || known[what].has(name)) continue;
        const range = lineRange(node.line, from, to);
        const guess = nearest(name, known[what]);
        report({
          range,
          message: `This userlist has no ${what} "${name}".${guess === undefined ? '' : ` Did you mean "${guess}"?`}`,
          ...(guess === undefined
            ? {}
            : { fixes: [{ title: `Change to "${guess}"`, edits: [{ range, text: guess }] }] }),
        });
      }
    }
  },
};

function namesIn(block: Block, keyword: string): ReadonlySet<string> {
  return new Set(block.items.flatMap(({ words }) => (words[0]!.text === keyword && words[1] ? [words[1].text] : [])));
}

/** The word behind `groups` or `users`. */
function listOf({ words }: Node): Node['words'][number] | undefined {
  const at = words.findIndex(({ text }, i) => i > 1 && text === (words[0]!.text === 'user' ? 'groups' : 'users'));
  const list = at < 0 ? undefined : words[at + 1];
  return list && !words.some(({ dynamic }) => dynamic) ? list : undefined;
}
