import type { StatementRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';
import { ERROR_CODES } from '../values';

/** What may give the answer a content of its own. */
const CONTENT = /^(content-type|file|lf-file|string|lf-string|errorfile|errorfiles|hdr)$/;

export const statusWithoutContent: StatementRule = {
  id: 'status-without-content',
  severity: 'error',
  title: 'A status for which HAProxy has no answer',
  docs: 'HAProxy has answers of its own for some statuses only. For another one "deny" needs to be told what to answer, such as with "content-type text/plain string no".',
  bad: 'frontend web\n    bind :8080\n    mode http\n    http-request deny deny_status 418 if { path /tea }\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    http-request deny deny_status 418 content-type text/plain string teapot if { path /tea }\n',
  concerns: ({ name }) => /^http-(request|response) (deny|tarpit)$/.test(name),
  checkStatement(node, { args }: Bound, _context, report) {
    const status = args.find(({ parameter }) => parameter === 'deny_status' || parameter === 'status');
    const word = status && node.words[status.from]!;
    if (!word || !/^[2-5][0-9][0-9]$/.test(word.text) || ERROR_CODES.includes(Number(word.text))) return;
    if (node.words.some(({ text, dynamic }) => dynamic || CONTENT.test(text))) return;
    report({
      range: lineRange(node.line, word.start, word.end),
      message: `HAProxy has no answer of its own for ${word.text}: add "string" or "file" with "content-type", or use one of ${ERROR_CODES.join(', ')}.`,
    });
  },
};
