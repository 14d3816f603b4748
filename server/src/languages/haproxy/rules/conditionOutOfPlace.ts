import type { StatementRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';
import { mayHoldAcl } from '../argumentFacts';
import { isOutOfPlace } from '../availability';
import type { ConditionTerm } from '../conditions';
import { fetchesOf } from '../criteria';

export const conditionOutOfPlace: StatementRule = {
  id: 'condition-out-of-place',
  severity: 'warning',
  title: 'A condition on something that is not there when the rule is processed',
  docs: 'A request is gone when rules on responses are processed, and rules on connections know nothing of requests yet. HAProxy warns that such a condition never matches, and goes on: with "if" the rule is never applied, with "unless" always. What a rule on the response needs from the request, the request keeps in a variable: "http-request set-var(txn.path) path", then "if { var(txn.path) -m beg /private }".',
  bad: 'frontend web\n    bind :8080\n    mode http\n    http-response set-header Cache-Control no-store if { path_beg /private }\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    http-request set-var(txn.path) path\n    http-response set-header Cache-Control no-store if { var(txn.path) -m beg /private }\n',
  concerns: mayHoldAcl,
  checkStatement(node, { keyword, terms }: Bound, { section, schema: { version } }, report) {
    const block = node.parent;
    if (!terms || !block) return;
    const place = { block, section, line: node.line };
    for (const term of terms.terms) {
      const fetch = fetchesOf(term, node.words, place, version).find((one) =>
        isOutOfPlace(one, keyword.name, block.type),
      );
      if (fetch === undefined) continue;
      report({
        range: lineRange(node.line, node.words[term.from]!.start, node.words[Math.max(term.from, term.to - 1)]!.end),
        message: `${subject(term, fetch)} never matches here: "${fetch}" is not there when "${keyword.name}" is processed. Keep what you need in a variable before.`,
      });
    }
  },
};

const subject = ({ kind, name }: ConditionTerm, fetch: string): string =>
  kind === 'name' ? `"${name}"` : `A condition on "${fetch}"`;
