/** A report as the rows of a table: predicted next to measured. */
import type { Measure, SourceLine } from '../../../../../server/src/protocol';
import { MEASURES } from '../../../../../server/src/protocol';
import type { DrillReport } from '../report';
import { duration, expected, found, MEASURE_NAMES, names } from './numbers';

export interface ResultRow {
  readonly measure: Measure | 'holders';
  readonly name: string;
  readonly meaning: string;
  /** Empty when nothing was predicted. */
  readonly predicted: string;
  /** What the person expected; empty when nobody asked for it. */
  readonly guessed: string;
  /** Empty when nothing could be measured. */
  readonly measured: string;
  /** `null`: there is nothing to compare. */
  readonly agrees: boolean | null;
  /** How the longest predicted case is reckoned; empty when nothing was predicted. */
  readonly sum: string;
  /** What decides most of it. */
  readonly line: SourceLine | null;
}

/** Who holds the address first, then the measures; those that neither were predicted nor measured are left out. */
export function resultRows(report: DrillReport): ResultRow[] {
  const { forecast, measured } = report;
  const agrees = (measure: Measure | 'holders') =>
    report.agreement.find((agreement) => agreement.measure === measure)?.agrees ?? null;
  const holders: ResultRow = {
    measure: 'holders',
    name: 'Holds the address',
    meaning: 'who holds the virtual address while the fault lasts',
    predicted: forecast ? names(forecast.holders) : '',
    guessed: '',
    measured: measured ? names(measured.holders) : '',
    agrees: agrees('holders'),
    sum: forecast?.holdersSum ?? '',
    line: forecast?.holdersLine ?? null,
  };
  const known = (measure: Measure) => (forecast?.measures[measure] ?? measured?.measures[measure] ?? null) !== null;
  const rows = MEASURES.filter(known).map((measure): ResultRow => {
    const expectation = forecast?.measures[measure] ?? null;
    return {
      measure,
      ...MEASURE_NAMES[measure],
      predicted: forecast ? expected(measure, expectation) : '',
      guessed: report.guess?.measure === measure ? duration(report.guess.value) : '',
      measured: measured ? found(measure, measured.measures[measure]) : '',
      agrees: agrees(measure),
      sum: expectation?.sum ?? '',
      line: expectation?.line ?? null,
    };
  });
  return [holders, ...rows];
}

/** The line that decides how long clients wait, or else who holds the address. */
export function dominatingLine({ forecast }: DrillReport): { readonly line: SourceLine; readonly why: string } | null {
  const gap = forecast?.measures.clientGap;
  if (gap?.line) return { line: gap.line, why: `decides how long clients wait: ${gap.sum}` };
  if (forecast?.holdersLine) {
    return { line: forecast.holdersLine, why: `decides who holds the address: ${forecast.holdersSum}` };
  }
  const other = MEASURES.map((measure) => ({ measure, line: forecast?.measures[measure]?.line })).find(
    ({ line }) => line,
  );
  if (!other?.line) return null;
  const { name } = MEASURE_NAMES[other.measure];
  return { line: other.line, why: `decides “${name}”: ${forecast?.measures[other.measure]?.sum ?? ''}` };
}
