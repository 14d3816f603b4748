import type { Finding, StatementRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';
import { anyArg } from '../argumentFacts';

/** Parameters of servers that are times. */
const PARAMETERS: ReadonlySet<string> = new Set(['inter', 'fastinter', 'downinter', 'agent-inter']);

export const suspiciousTime: StatementRule = {
  id: 'suspicious-time',
  severity: 'warning',
  title: 'A time of a few milliseconds, most likely meant in seconds',
  docs: 'A number without a unit counts milliseconds: "timeout client 30" closes a connection after 30 thousandths of a second. Write the unit: "30s" or, if that is meant, "30ms". HAProxy warns of numbers below 100 from version 3.2 on.',
  bad: 'defaults\n    timeout client 30\n',
  good: 'defaults\n    timeout client 30s\n',
  concerns: anyArg(({ type }) => type === 'time'),
  checkStatement(node, { args, keyword, from }: Bound, context, report) {
    const { version } = context.schema;
    const isNew = compareVersions(version, '3.2') >= 0;
    if (from > 0) return;
    for (let i = 0; i < args.length; i++) {
      const { arg, from: at, parameter } = args[i]!;
      if (arg.type !== 'time') continue;
      const isTimeout = parameter === undefined && keyword.name.startsWith('timeout ');
      if (!isTimeout && !(parameter !== undefined && PARAMETERS.has(parameter))) continue;
      const word = node.words[at]!;
      if (word.dynamic || !/^0*[1-9][0-9]?$/.test(word.text)) continue;
      const range = lineRange(node.line, word.start, word.end);
      const refused = isNew && node.parent?.type === 'resolvers';
      report({
        range,
        severity: refused ? 'error' : isNew ? 'warning' : 'info',
        message: `${word.text} without a unit is ${word.text} ms. Write "${word.text}s" if seconds are meant, "${word.text}ms" if not.`,
        fixes: [fix(range, `${word.text}s`, 'seconds'), fix(range, `${word.text}ms`, 'milliseconds, as it is now')],
      });
    }
  },
};

function fix(range: Finding['range'], text: string, what: string): NonNullable<Finding['fixes']>[number] {
  return { title: `Change to "${text}": ${what}`, edits: [{ range, text }] };
}
