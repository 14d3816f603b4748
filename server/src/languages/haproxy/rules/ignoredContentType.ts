import type { StatementRule } from '../../../core/language';
import type { Word } from '../../../core/scan';
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

const ERROR_FILES: ReadonlySet<string> = new Set(['errorfile', 'errorfiles', 'default-errorfiles']);

export const ignoredContentType: StatementRule = {
  id: 'ignored-content-type',
  severity: 'warning',
  title: 'The type of a content that is not there',
  docs: 'A reply without "string", "file" or an error file has no content, so that its type is left out, too; so has one whose string or file is empty. An error file brings its own headers: a type and "hdr" beside it are ignored.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    http-request return status 200 content-type text/plain\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    http-request return status 200 content-type text/plain string ok\n',
  concerns: ({ name }) => /^http-(request|response) return$/.test(name),
  checkStatement(node, { args }: Bound, _context, report) {
    const { words, line } = node;
    if (words.some((word) => word.dynamic)) return;
    const given = (name: string): Bound['args'][number] | undefined => args.find(({ parameter }) => parameter === name);
    const hasErrorFile = words.some(({ text }) => ERROR_FILES.has(text));
    const ignored = given('content-type') ?? (hasErrorFile ? given('hdr') : undefined);
    const reason = ignored && (hasErrorFile ? HEADERS : contentFault(words, given));
    if (!ignored || reason === undefined) return;
    report({
      range: lineRange(line, words[ignored.from - 1]!.start, words[ignored.to - 1]!.end),
      message: reason,
      tag: 'unnecessary',
    });
  },
};

const HEADERS = 'This is ignored: the error file brings its own headers.';

function contentFault(
  words: readonly Word[],
  given: (name: string) => Bound['args'][number] | undefined,
): string | undefined {
  const file = given('file');
  if (file && words[file.from]!.text === '/dev/null') return 'The content type is ignored: the file is empty.';
  if (words.some(({ text }) => PAYLOADS.has(text))) return undefined;
  return 'The content type is ignored: this reply has no content. Add "string" or "file".';
}
