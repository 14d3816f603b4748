import { lineRange } from '../text';
import type { SectionRule } from '../language';

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
      section.lines.forEach((scanned, line) => {
        for (const problem of scanned.problems) {
          if (problem.code === id)
            report({ range: lineRange(line, problem.start, problem.end), message: problem.message });
        }
      });
    },
  };
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
