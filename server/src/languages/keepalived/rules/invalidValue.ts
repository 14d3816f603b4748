import type { Finding, SectionRule } from '../../../core/language';
import type { Word } from '../../../core/scan';
import { type Arg, type Keyword, matchStatement, minArgs } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { type Node, walk } from '../../../core/tree';
import { valueFault } from '../values';
import { instance } from './texts';

/** A value that keepalived refuses: out of range, not a number, not one of the words allowed, not an address. */
export const invalidValue: SectionRule = {
  id: 'invalid-value',
  severity: 'error',
  title: 'Value out of range or of the wrong kind',
  docs: 'keepalived reports such a value and goes on with the default (or without the setting), which is rarely what was meant: `priority 300` becomes 100. Ranges are those of keepalived.conf(5) and of the program itself.',
  bad: instance('    advert_int 0'),
  good: instance('    advert_int 0.5\n    version 3'),
  check(section, { schema }, report) {
    for (const node of walk(section.items)) {
      const block = schema.blocks.get(node.parent?.type ?? '');
      if (!block || block.open) continue;
      const match = matchStatement(schema, node);
      if (!match) continue;
      const first = match.from + match.length;
      const args = argsFor(match.keyword, node.words.length - first);
      for (let i = first; i < node.words.length; i++) {
        const arg = args[i - first] ?? (args.at(-1)?.repeat ? args.at(-1) : undefined);
        if (!arg) break;
        checkValue(node, node.words[i]!, arg, report);
      }
    }
  },
};

/** The arguments that this many words fill: optional ones are left out, from the left, where the words do not suffice. */
function argsFor(keyword: Keyword, given: number): readonly Arg[] {
  let spare = given - minArgs(keyword);
  return keyword.args.filter((arg) => !arg.optional || arg.repeat || spare-- > 0);
}

/** Reports what is wrong with one word, with the fix where what was meant is plain. */
export function checkValue(node: Node, word: Word, arg: Arg, report: (finding: Finding) => void): void {
  if (word.dynamic) return;
  if (word.text === '=' && !word.quoted) {
    report(equalsSign(node, word));
    return;
  }
  const fault = valueFault(arg, word.text);
  if (!fault) return;
  const range = lineRange(node.line, word.start, word.end);
  const { message, instead, severity } = fault;
  report({
    range,
    message,
    ...(severity && { severity }),
    ...(instead !== undefined && {
      fixes: [{ title: `Change to "${instead}"`, preferred: true, edits: [{ range, text: instead }] }],
    }),
  });
}

/** `advert_int = 1`: as in other languages, and wrong here. */
function equalsSign(node: Node, word: Word): Finding {
  const value = node.words[node.words.indexOf(word) + 1];
  const edit = { range: lineRange(node.line, word.start, value?.start ?? word.end), text: '' };
  return {
    range: lineRange(node.line, word.start, word.end),
    message: 'No "=" stands between a keyword and its value: keepalived takes it for the value. Remove it.',
    fixes: [{ title: 'Remove the "="', preferred: true, edits: [edit] }],
  };
}
