import type { StatementRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';

/** What a header's name may not hold (RFC 9110, chapter 5.6.2). */
const FORBIDDEN = /[^!#$%&'*+.^_`|~A-Za-z0-9-]/;

export const invalidHeaderName: StatementRule = {
  id: 'invalid-header-name',
  severity: 'warning',
  title: 'A header name with a character that none may hold',
  docs: 'The name of a header is a word of letters, digits, dashes and a few signs; the colon behind it is added by HAProxy. A request with such a header is refused by most servers.',
  bad: 'backend app\n    mode http\n    http-request set-header X-Forwarded-Proto: https\n',
  good: 'backend app\n    mode http\n    http-request set-header X-Forwarded-Proto https\n',
  concerns: ({ name }) => /^http-(request|response|after-response) (set|add)-header$/.test(name),
  checkStatement(node, { from, length }: Bound, _context, report) {
    const word = node.words[from + length];
    if (!word || word.dynamic || word.text.includes('%[')) return;
    const found = FORBIDDEN.exec(word.text)?.[0];
    if (found === undefined) return;
    const range = lineRange(node.line, word.start, word.end);
    const bare = word.text.replace(/:$/, '');
    report({
      range,
      message: `"${found}" cannot be part of the name of a header${found === ':' ? ': HAProxy adds the colon itself' : ''}.`,
      ...(FORBIDDEN.test(bare) || bare === ''
        ? {}
        : { fixes: [{ title: `Change to "${bare}"`, preferred: true, edits: [{ range, text: bare }] }] }),
    });
  },
};
