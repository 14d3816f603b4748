import { extent } from '../../../core/blocks';
import type { Finding, SectionRule } from '../../../core/language';
import { nearest } from '../../../core/spelling';
import { lineRange } from '../../../core/text';
import { isBlock, type Node, type Section } from '../../../core/tree';
import type { ArgProblem } from '../arguments';
import { faultyStatements } from '../boundSection';

type Text = Pick<SectionRule, 'id' | 'title' | 'docs' | 'bad' | 'good'>;

/** A rule that reports what sorting the arguments found of one kind. */
export function argumentRule(kind: ArgProblem['kind'], text: Text): SectionRule {
  return {
    severity: 'error',
    ...text,
    check(section, context, report) {
      for (const [node, bound] of faultyStatements(section, context.schema)) {
        for (const problem of bound.problems)
          if (problem.kind === kind && !isNegated(bound.from, node))
            report(placed(findingOf(node, problem), node, section));
      }
    },
  };
}

/** After `no` and `default` the program looks at the name alone. */
function isNegated(from: number, node: Node): boolean {
  return from > 0 && node.words.length > 0;
}

/** Sections of which the program reads no line when it refuses the header. */
const PROXIES: ReadonlySet<string> = new Set(['frontend', 'listen', 'backend', 'defaults']);

/** What is wrong with a header makes every line of the section wrong: the program has no section to put them in. */
function placed(finding: Finding, node: Node, section: Section): Finding {
  if (!isBlock(node) || !PROXIES.has(node.type)) return finding;
  return { ...finding, range: extent(section, node), head: finding.range };
}

function findingOf(node: Node, problem: ArgProblem): Finding {
  const [first, last] = [node.words[problem.from]!, node.words[problem.to - 1]!];
  const range = lineRange(node.line, problem.kind === 'missing' ? node.words[0]!.start : first.start, last.end);
  const guess = problem.expected && problem.kind !== 'missing' ? nearest(first.text, problem.expected) : undefined;
  if (guess === undefined) {
    return { range, message: problem.message, ...(problem.tolerated ? { severity: 'warning' } : {}) };
  }
  const fix = {
    title: `Change to "${guess}"`,
    preferred: true,
    edits: [{ range: lineRange(node.line, first.start, first.end), text: guess }],
  };
  return { range, message: `${problem.message} Did you mean "${guess}"?`, fixes: [fix] };
}
