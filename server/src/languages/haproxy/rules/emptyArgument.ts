import type { SectionRule, StatementRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { faultyStatements } from '../boundSection';

export const emptyArgument: SectionRule = {
  id: 'empty-argument',
  severity: 'warning',
  title: 'An empty argument, behind which nothing counts',
  docs: 'HAProxy takes an empty word for the end of the line: what follows is not read. From version 3.2 on it warns of this, and 3.4 refuses it.',
  bad: 'backend app\n    server a 192.0.2.1:80 check "" weight 10\n',
  good: 'backend app\n    server a 192.0.2.1:80 check weight 10\n',
  check(section, context, report) {
    const { version } = context.schema;
    for (const [{ words, line }, { end }] of faultyStatements(section, context.schema)) {
      if (end >= words.length - 1) continue;
      const severity =
        compareVersions(version, '3.4') >= 0 ? 'error' : compareVersions(version, '3.2') >= 0 ? 'warning' : 'info';
      const range = lineRange(line, words[end]!.start, words.at(-1)!.end);
      report({
        range,
        severity,
        message: 'An empty word ends the line for HAProxy: what stands behind it is not read. Remove it.',
      });
    }
  },
};

export const hiddenHeaders: StatementRule = {
  id: 'headers-in-httpchk',
  severity: 'error',
  title: 'Headers hidden in the version of "option httpchk"',
  docs: 'Headers of a health check were once written behind the version with line ends. Since version 2.8 "http-check send" is the only way, and versions before warn.',
  bad: 'backend app\n    option httpchk GET / HTTP/1.1\\r\\nHost:\\ example.com\n    server a 192.0.2.1:80\n',
  good: 'backend app\n    option httpchk\n    http-check send meth GET uri / ver HTTP/1.1 hdr Host example.com\n    server a 192.0.2.1:80\n',
  concerns: ({ name }) => name === 'option httpchk',
  checkStatement({ words, line }, _match, { schema }, report) {
    const isRefused = compareVersions(schema.version, '2.8') >= 0;
    const word = words.find((one) => /[\r\n]/.test(one.text));
    if (!word) return;
    const message = `Headers ${isRefused ? 'can no longer' : 'should not'} be written here. Use "http-check send" with "hdr" for each of them.`;
    report({
      range: lineRange(line, word.start, word.end),
      message,
      ...(isRefused ? {} : { severity: 'warning', tag: 'deprecated' }),
    });
  },
};
