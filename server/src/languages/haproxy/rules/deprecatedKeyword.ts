import type { Finding, RuleContext, StatementRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';
import type { HaproxyInherited } from '../inherit';

export const deprecatedKeyword: StatementRule = {
  id: 'deprecated-keyword',
  severity: 'hint',
  title: 'A keyword that will go',
  docs: 'The manual advises against the keyword, and names what to use in its place. Where HAProxy itself warns of it this is a warning, as a later version may refuse the line.',
  bad: 'global\n    tune.ssl.capture-cipherlist-size 1\n',
  good: 'global\n    tune.ssl.capture-buffer-size 1\n',
  concerns: ({ deprecated }) => deprecated !== undefined,
  checkStatement(node, { keyword, from, length }: Bound, context, report) {
    const { deprecated } = keyword;
    if (!deprecated || compareVersions(context.schema.version, deprecated.since ?? '') < 0) return;
    const range = lineRange(node.line, node.words[from]!.start, node.words[from + length - 1]!.end);
    const instead = deprecated.instead === undefined ? '' : ` Use "${deprecated.instead}" instead.`;
    report({
      range,
      message: `"${keyword.name}" is deprecated since version ${deprecated.since ?? ''}.${instead}`,
      tag: 'deprecated',
      ...renamed(range, keyword.name, deprecated.instead),
      ...(isWarned(keyword.extra?.['warns'], context) ? { severity: 'warning' } : {}),
    });
  },
};

/** What has only got another name keeps its arguments; a name that begins alike tells it from what works differently. */
function renamed(range: Finding['range'], name: string, instead: string | undefined): Pick<Finding, 'fixes'> {
  if (instead?.slice(0, 8) !== name.slice(0, 8)) return {};
  return { fixes: [{ title: `Change to "${instead}"`, preferred: true, edits: [{ range, text: instead }] }] };
}

function isWarned(since: unknown, { schema, inherited }: RuleContext): boolean {
  if (typeof since !== 'string' || compareVersions(schema.version, since) < 0) return false;
  // That silences what is on its way out, not what is only renamed.
  return !(inherited as HaproxyInherited).deprecatedAllowed || compareVersions(since, '3.3') < 0;
}
