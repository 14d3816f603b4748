import type { DocumentRule, SectionRule } from '../../../core/language';
import type { Word } from '../../../core/scan';
import { lineRange } from '../../../core/text';
import { checkCondition } from '../predicates';

export const wrongDirective: SectionRule = {
  id: 'invalid-directive',
  severity: 'error',
  title: 'An .if, .elif, .else or .endif that cannot be read',
  docs: 'Conditional blocks begin with ".if" and a condition made of predicates, may go on with ".elif" and ".else", and end with ".endif".',
  bad: 'global\n    .if featur(LUA)\n    maxconn 100\n    .endif\n',
  good: 'global\n    .if feature(LUA)\n    maxconn 100\n    .endif\n',
  words: ['.if', '.elif', '.else', '.endif'],
  check(section, { schema }, report) {
    section.lines.forEach((line, number) => {
      if (!line.words[0]?.text.startsWith('.')) return;
      const [word, ...rest] = line.words as readonly [Word, ...Word[]];
      const range = lineRange(number, word.start, line.words.at(-1)!.end);
      if (/^\.(elif|else|endif)$/.test(word.text) && line.enter === 0) {
        report({ range, message: `There is no ".if" above this "${word.text}".` });
      } else if (/^\.(else|endif)$/.test(word.text) && rest.length > 0) {
        report({ range, message: `"${word.text}" takes no arguments.` });
      } else if (word.text === '.if' && line.enter === 0 && rest.every((one) => !one.dynamic)) {
        const wrong = checkCondition(rest.map((one) => one.text).join(' '), schema.version);
        if (wrong !== undefined) report({ range, message: wrong });
      }
    });
  },
};

export const openBranch: DocumentRule = {
  id: 'unclosed-if',
  severity: 'error',
  title: 'An .if without its .endif',
  docs: 'Every ".if" needs an ".endif" in the same file.',
  bad: 'global\n    .if feature(LUA)\n    maxconn 100\n',
  good: 'global\n    .if feature(LUA)\n    maxconn 100\n    .endif\n',
  checkDocument(document, _context, report) {
    const last = document.scanned.at(-1);
    if (!last || last.exit === 0) return;
    // The innermost ".if" that is still open: the last line that raised the depth to what it is at the end.
    const open = document.scanned.findLastIndex(
      (line) => line.words[0]?.text === '.if' && line.enter < last.exit && line.exit === last.exit,
    );
    const words = document.scanned[open]!.words;
    report({ range: lineRange(open, words[0]!.start, words.at(-1)!.end), message: 'This ".if" has no ".endif".' });
  },
};
