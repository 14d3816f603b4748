import { Kept } from '../kept';
import { lineRange } from '../text';
import type { SectionRule } from '../language';
import type { Section } from '../tree';

interface Text {
  readonly title: string;
  readonly docs: string;
  readonly bad: string;
  readonly good: string;
}

/** Reports what the scanner found wrong inside a line under `id`: unclosed quotes and the like. */
export function scanProblemRule(id: string, text: Text): SectionRule {
  return {
    id,
    severity: 'error',
    ...text,
    check(section, _context, report) {
      for (const line of faulty.get(section) ?? faulty.set(section, faultyLines(section))) {
        for (const problem of section.lines[line]!.problems) {
          if (problem.code === id)
            report({ range: lineRange(line, problem.start, problem.end), message: problem.message });
        }
      }
    },
  };
}

/** Several rules ask for them, each for problems of its own. */
const faulty = new Kept<readonly number[]>();

const NONE: readonly number[] = [];

/** The lines in which the scanner found something; mostly none. */
function faultyLines({ lines }: Section): readonly number[] {
  if (!lines.some(({ problems }) => problems.length > 0)) return NONE;
  return lines.flatMap(({ problems }, line) => (problems.length > 0 ? [line] : []));
}

/** Reports what the parser found wrong with the structure under `id`: braces without a partner. */
export function treeProblemRule(id: string, text: Text): SectionRule {
  return {
    id,
    severity: 'error',
    ...text,
    check(section, _context, report) {
      for (const problem of section.problems) if (problem.code === id) report(problem);
    },
  };
}
