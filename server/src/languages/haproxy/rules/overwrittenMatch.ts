import type { StatementRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';
import type { Node } from '../../../core/tree';
import { readCondition } from '../conditions';
import { samplesOf } from '../sampleData';
import { mayHoldAcl } from '../argumentFacts';

export const overwrittenMatch: StatementRule = {
  id: 'overwritten-match',
  severity: 'warning',
  title: 'A way to compare that another one takes the place of',
  docs: 'Some ACL keywords say how they compare: "path_beg" looks at the beginning. A "-m" behind one says so, too, and wins: the keyword then means no more than its first part. Write the first part alone. HAProxy warns of it from version 3.3 on.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    acl pictures path_beg -m end .png\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    acl pictures path -m end .png\n',
  concerns: mayHoldAcl,
  checkStatement(node, bound: Bound, context, report) {
    const { acls } = samplesOf(context.schema.version);
    if (!node.words.some(({ text }) => text === '-m')) return;
    const starts = bound.args.filter(({ arg }) => arg.type === 'acl').map(({ from, to }) => [from, to] as const);
    if (bound.condition >= 0)
      for (const term of readCondition(node.words, bound.condition + 1, bound.end).terms)
        if (term.kind === 'anonymous') starts.push([term.from, term.to]);
    for (const [from, to] of starts) {
      const word = node.words[from];
      const name = /^[\w.]+/.exec(word?.text ?? '')?.[0];
      if (!word || name === undefined || !/_(beg|dir|dom|end|len|reg|sub)$/.test(name) || !acls.has(name)) continue;
      const method = methodIn(node, from, to);
      if (method === undefined) continue;
      report({
        range: lineRange(node.line, word.start, word.end),
        severity: compareVersions(context.schema.version, '3.3') >= 0 ? 'warning' : 'info',
        message: `"-m ${method}" takes the place of what "${name}" says. Write "${acls.get(name)!.fetch}".`,
      });
    }
  },
};

/** What "-m" says, in the flags behind the criterion. */
function methodIn({ words }: Node, from: number, to: number): string | undefined {
  for (let i = from + 1; i < to - 1 && words[i]!.text.startsWith('-'); i++) {
    if (words[i]!.text === '-m') return words[i + 1]!.text;
    if (words[i]!.text === '-f') i++;
  }
  return undefined;
}
