import type { StatementRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';
import type { Node } from '../../../core/tree';
import { readAcl } from '../acls';
import type { BoundArg } from '../arguments';
import type { ConditionTerm } from '../conditions';
import { mayHoldAcl } from '../argumentFacts';

export const neverMatchingAcl: StatementRule = {
  id: 'never-matching-acl',
  severity: 'warning',
  title: 'An ACL that never matches',
  docs: 'An ACL with nothing to compare with never matches; nor does one that looks for a path without the slash that every path begins with.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    http-request deny if { path_beg private }\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    http-request deny if { path_beg /private }\n',
  concerns: mayHoldAcl,
  checkStatement(node, { args, terms }: Bound, context, report) {
    // Most lines have neither.
    if (!terms && !args.some(isAcl)) return;
    const criteria = [...args.filter(isAcl), ...(terms?.terms ?? []).filter(isAnonymous)];
    for (const { from, to } of criteria) {
      const message = faultIn(node, from, to, context.schema.version);
      if (message !== undefined)
        report({ range: lineRange(node.line, node.words[from]!.start, node.words[to - 1]!.end), message });
    }
  },
};

const isAcl = ({ arg }: BoundArg): boolean => arg.type === 'acl';
const isAnonymous = ({ kind, from, to }: ConditionTerm): boolean => kind === 'anonymous' && from < to;

function faultIn({ words }: Node, from: number, to: number, version: string): string | undefined {
  const next = from + 1 < to ? words[from + 1]!.text : '-';
  // Most have something to compare with, and are no paths: they need no second look.
  if (!next.startsWith('-') && (next.startsWith('/') || !words[from]!.text.startsWith('path'))) return undefined;
  if (words.slice(from, to).some((word) => word.dynamic)) return undefined;
  const { withoutPattern, problems, expression } = readAcl(words, from, to, version);
  if (problems.length > 0 || expression.foreign) return undefined;
  if (withoutPattern) return 'This never matches: there is nothing to compare with.';
  const name = words[from]!.text;
  const patterns = words.slice(from + 1, to).map((word) => word.text);
  if (!/^(path|path_beg)$/.test(name) || patterns.some((text) => text.startsWith('-') || text === '')) return undefined;
  const wrong = patterns.every((text) => !text.startsWith('/') && text !== '*' && !text.includes('%'));
  return wrong ? `This never matches: every path begins with "/". Write "/${patterns[0]!}".` : undefined;
}
