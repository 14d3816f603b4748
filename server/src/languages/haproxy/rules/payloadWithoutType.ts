import type { StatementRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';

export const payloadWithoutType: StatementRule = {
  id: 'payload-without-type',
  severity: 'error',
  title: 'A text to answer with, without the type of it',
  docs: 'Where "deny", "tarpit", "return" or "http-error" are given a text of their own with "string", "file", "lf-string" or "lf-file", HAProxy must be told what it is: "content-type text/plain", or text/html, application/json and so on.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    http-request return status 200 string ok\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    http-request return status 200 content-type text/plain string ok\n',
  concerns: ({ name }) => /^(http-(request|response) (deny|tarpit|return)|http-error)$/.test(name),
  checkStatement(node, { args, from }: Bound, _context, report) {
    if (from !== 0) return;
    const payload = args.find(({ parameter }) => /^(string|lf-string|file|lf-file)$/.test(parameter ?? ''));
    if (!payload || args.some(({ parameter }) => parameter === 'content-type')) return;
    if (node.words.some(({ text, dynamic }) => dynamic || text === 'content-type')) return;
    // What is empty needs no type.
    if (/^(\/dev\/null)?$/.test(node.words[payload.from]!.text)) return;
    const [name, text] = [node.words[payload.from - 1]!, node.words[payload.from]!];
    const at = { line: node.line, character: name.start };
    report({
      range: lineRange(node.line, name.start, text.end),
      // A file may be empty, and then needs none.
      ...(name.text === 'file' ? { severity: 'warning' } : {}),
      message: `HAProxy must be told what "${name.text}" holds: write "content-type text/plain" before it, or another type.`,
      fixes: [
        {
          title: 'Add "content-type text/plain"',
          preferred: true,
          edits: [{ range: { start: at, end: at }, text: 'content-type text/plain ' }],
        },
      ],
    });
  },
};
