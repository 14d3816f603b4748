import type { DocumentRule } from '../../../core/language';
import { lineRange } from '../../../core/text';

export const missingFinalNewline: DocumentRule = {
  id: 'missing-final-newline',
  severity: 'error',
  title: 'The last line does not end with a line feed',
  docs: 'HAProxy takes a last line without an end for a sign that the file was cut off while it was written. It refuses to start with such a file.',
  bad: 'defaults\n    mode http',
  good: 'defaults\n    mode http\n',
  checkDocument(document, _context, report) {
    const last = document.lines.length - 1;
    const text = document.lines[last]!;
    if (text === '') return;
    const position = { line: last, character: text.length };
    report({
      range: lineRange(last, Math.max(0, text.trimEnd().length - 1), text.length),
      message: 'The last line has no line end: HAProxy takes the file for truncated. Add an empty line.',
      fixes: [
        {
          title: 'Add a line end',
          preferred: true,
          edits: [{ range: { start: position, end: position }, text: '\n' }],
        },
      ],
    });
  },
};
