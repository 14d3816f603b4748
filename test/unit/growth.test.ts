import { describe, expect, test } from 'vitest';
import {
  isSectionRule,
  isStatementRule,
  type Language,
  type Rule,
  type SectionRule,
  type StatementRule,
} from '../../server/src/core/language';
import { changeDocument, configurationOf, openDocument } from '../../server/src/documents';
import { languageById } from '../../server/src/engine';
import { diagnose } from '../../server/src/features/diagnostics';
import { generateHaproxy, generateLargeSection } from '../support/generate';

const haproxy = languageById('haproxy')!;

interface Counts {
  lines: number;
  sections: number;
  symbols: number;
  checks: number;
}

/** The rule, with `count` called each time that it is asked. */
function counted(rule: Rule, count: () => void): Rule {
  if (isSectionRule(rule)) {
    const check: SectionRule['check'] = (...args) => {
      count();
      rule.check(...args);
    };
    return { ...rule, check };
  }
  if (!isStatementRule(rule)) return rule;
  const checkStatement: StatementRule['checkStatement'] = (...args) => {
    count();
    rule.checkStatement(...args);
  };
  return { ...rule, checkStatement };
}

/** The language with counters at what is done line by line and section by section. */
function counting(language: Language): { language: Language; counts: Counts } {
  const counts: Counts = { lines: 0, sections: 0, symbols: 0, checks: 0 };
  const { scan, structure } = language.syntax;
  const watched: Language = {
    ...language,
    syntax: {
      scan: (text, enter) => (counts.lines++, scan(text, enter)),
      structure: { ...structure, parse: (lines) => (counts.sections++, structure.parse(lines)) },
    },
    symbols: (section, schema) => (counts.symbols++, language.symbols(section, schema)),
    rules: language.rules.map((rule) => counted(rule, () => counts.checks++)),
  };
  return { language: watched, counts };
}

function editing(text: string): {
  counts: Counts;
  edit: (line: number, insert: string) => number;
  findings: () => number;
} {
  const { language, counts } = counting(haproxy);
  const document = openDocument('file:///big.cfg', language, text, language.defaultVersion);
  const configuration = configurationOf([document]);
  let revision = 0;
  const findings = (): number =>
    diagnose(document.parsed, language, document.schema, configuration, { levels: {} }).length;
  const edit = (line: number, insert: string): number => {
    const at = { line, character: 0 };
    changeDocument(document, [{ range: { start: at, end: at }, text: insert }], ++revision);
    return findings();
  };
  return { counts, edit, findings };
}

describe('an edit costs what it touches', { timeout: 60_000 }, () => {
  /** What one letter in the same place costs in a text of so many lines. */
  const costOfLetter = (lines: number): Counts => {
    const { counts, edit, findings } = editing(generateHaproxy(lines));
    expect(findings()).toBe(0);
    Object.assign(counts, { lines: 0, sections: 0, symbols: 0, checks: 0 });
    expect(edit(500, '#')).toBeGreaterThanOrEqual(0);
    return counts;
  };

  test('one letter typed: one line, its section and nothing else, however long the text', () => {
    const cost = costOfLetter(1000);
    expect(cost).toMatchObject({ lines: 1, sections: 1, symbols: 1 });
    expect(cost.checks).toBeGreaterThan(10);
    expect(costOfLetter(20_000)).toEqual(cost);
  });

  test('a line that comes or goes moves what is below it without a second look', () => {
    const { counts, edit, findings } = editing(generateHaproxy(20_000));
    findings();
    Object.assign(counts, { lines: 0, sections: 0, symbols: 0, checks: 0 });
    edit(5, '    option dontlognull\n');
    expect(counts.lines).toBe(2);
    expect(counts.sections).toBeLessThanOrEqual(2);
  });
});

/** Processor time (µs) of the cheapest of several runs: what else the machine does only ever adds. */
function shortest(runs: number, work: () => void): number {
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    best = Math.min(best, user + system);
  }
  return best;
}

describe('time grows with the text and no faster', { timeout: 120_000 }, () => {
  const check = (text: string) => (): void => {
    expect(editing(text).findings()).toBe(0);
  };

  // Sixteen times the text: four times that for noise and memory, where a square would be 256 times.
  test.each([
    ['many sections', generateHaproxy, 2500],
    ['one large section', generateLargeSection, 1000],
  ])('opening %s', (_name, generate, lines) => {
    const small = shortest(7, check(generate(lines)));
    const large = shortest(3, check(generate(lines * 16)));
    expect(large / small).toBeLessThan(64);
  });

  // Sixteen times the text, too: what has to be looked at anew is the same, and what is only passed over is little.
  test('a keystroke', () => {
    const keystrokes = (lines: number): number => {
      const { edit, findings } = editing(generateHaproxy(lines));
      expect(findings()).toBe(0);
      let count = 0;
      const type = (): void => {
        for (let i = 0; i < 40; i++) expect(edit(20 + ((count++ * 37) % (lines - 80)), ' ')).toBe(0);
      };
      type();
      return shortest(5, type);
    };
    expect(keystrokes(40_000) / keystrokes(2500)).toBeLessThan(8);
  });

  test('a text in which every line is wrong', () => {
    const wrong = (lines: number): string =>
      `backend b\n${'    srever a 192.0.2.1:80 chekc\n    use-server nosuch if nope\n'.repeat(lines / 2)}`;
    const work = (text: string) => (): void => {
      expect(editing(text).findings()).toBeGreaterThan(0);
    };
    const small = shortest(5, work(wrong(250)));
    const large = shortest(2, work(wrong(4000)));
    expect(large / small).toBeLessThan(64);
  });
});
