import type { StatementRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';

const PAYLOADS: ReadonlySet<string> = new Set([
  'file',
  'lf-file',
  'string',
  'lf-string',
  'errorfile',
  'errorfiles',
  'default-errorfiles',
]);

export const ignoredContentType: StatementRule = {
  id: 'ignored-content-type',
  severity: 'warning',
  title: 'The type of a content that is not there',
  docs: 'A reply without "string", "file" or an error file has no content, so that its type is left out, too.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    http-request return status 200 content-type text/plain\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    http-request return status 200 content-type text/plain string ok\n',
  concerns: ({ name }) => /^http-(request|response) return$/.test(name),
  checkStatement(node, { args }: Bound, _context, report) {
    const type = args.find((one) => one.parameter === 'content-type');
    if (!type || args.some((one) => PAYLOADS.has(one.parameter ?? '')) || node.words.some((word) => word.dynamic))
      return;
    if (node.words.some((word) => PAYLOADS.has(word.text))) return;
    const [first, last] = [node.words[type.from - 1]!, node.words[type.to - 1]!];
    report({
      range: lineRange(node.line, first.start, last.end),
      message: 'The content type is ignored: this reply has no content. Add "string" or "file".',
      tag: 'unnecessary',
    });
  },
};
