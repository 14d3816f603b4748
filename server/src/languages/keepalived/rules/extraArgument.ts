import type { SectionRule } from '../../../core/language';
import { argAt, type Keyword, matchStatement } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { isBlock, walk } from '../../../core/tree';
import { instance } from './texts';

/** Words behind the arguments that a keyword takes. */
export const extraArgument: SectionRule = {
  id: 'extra-argument',
  severity: 'warning',
  title: 'More words than the keyword takes',
  docs: 'keepalived refuses further words behind some keywords (the name of an instance, `track_script`, a weight). Behind most others it ignores them without a word: `priority 100 150` is 100. Mostly a `#` before a comment is missing, or a line break.',
  bad: instance('    advert_int 1 2'),
  good: instance('    advert_int 1 # seconds'),
  check(section, { schema }, report) {
    for (const node of walk(section.items)) {
      const block = schema.blocks.get(node.parent?.type ?? '');
      if (!block || block.open) continue;
      const match = matchStatement(schema, node);
      if (!match) continue;
      const first = match.from + match.length;
      let at = first;
      while (at < node.words.length && argAt(match.keyword, at - first)) at++;
      const extra = node.words[at];
      // The "=" of `advert_int = 1` is reported as a value.
      const isValue = match.keyword.args.length > 0 && node.words[first]?.text === '=';
      if (!extra || extra.dynamic || isFree(match.keyword) || isValue) continue;
      const exact = match.keyword.extra?.['exact'] === true;
      const written = `"${match.keyword.name}" takes ${countOf(match.keyword, isBlock(node))}`;
      const effect = exact ? 'keepalived refuses what follows' : 'keepalived ignores what follows';
      report({
        range: lineRange(node.line, extra.start, node.words.at(-1)!.end),
        message: `${written}: ${effect}. Remove it, or put a # before it.`,
        ...(exact && { severity: 'error' }),
      });
    }
  },
};

function countOf(keyword: Keyword, block: boolean): string {
  const count = keyword.args.length;
  if (count === 0) return block ? 'nothing between its name and its {' : 'no argument';
  return count === 1 ? 'one argument' : `at most ${count} arguments`;
}

/** The last argument is text that people write without quotes. */
function isFree(keyword: Keyword): boolean {
  return keyword.args.some((arg) => arg.type === 'text' || arg.type === 'script');
}
