/** Two runs side by side: what changed in the measures, and in the lines of the configurations. */
import { MEASURES, type Measure } from '../../../../../server/src/protocol';
import type { DrillReport } from '../report';
import { lineChanges, type LineChange } from './lines';
import { when } from './markdown';
import { change, expected, found, MEASURE_NAMES, names } from './numbers';

export interface ComparedRow {
  readonly name: string;
  /** Predicted and measured, of the first and of the second. */
  readonly predicted: readonly [string, string];
  readonly measured: readonly [string, string];
  /** Between what was measured: `−2.5 s`, `the same`; empty when one of them did not happen. */
  readonly change: string;
  /** Whether the second did better; `null`: the same, or not to be told. */
  readonly better: boolean | null;
}

export interface ChangedFile {
  readonly file: string;
  readonly changes: readonly LineChange[];
}

export interface Comparison {
  /** `HAProxy killed, mylb1, 2026-11-20 09:15:42 UTC` */
  readonly titles: readonly [string, string];
  /** What makes the two hard to compare; empty when nothing does. */
  readonly caution: string;
  readonly rows: readonly ComparedRow[];
  readonly files: readonly ChangedFile[];
  /** One sentence on the configurations. */
  readonly configurations: string;
}

export function compareReports(first: DrillReport, second: DrillReport): Comparison {
  const files = changedFiles(first, second);
  return {
    titles: [titleOf(first), titleOf(second)],
    caution: caution(first, second),
    rows: [holdersRow(first, second), ...MEASURES.flatMap((measure) => measureRow(measure, first, second))],
    files,
    configurations: configurationsText(first, second, files),
  };
}

function titleOf({ drill, lab, time }: DrillReport): string {
  return `${drill.title}, ${lab.target}, ${when(time)}`;
}

function caution(first: DrillReport, second: DrillReport): string {
  const reasons = [
    ...(first.drill.id === second.drill.id ? [] : ['They are different drills.']),
    ...(first.lab.project === second.lab.project ? [] : ['They ran in different labs.']),
    ...(first.traffic.rate === second.traffic.rate ? [] : ['They asked at different rates.']),
    ...[first, second].flatMap(({ discarded }, index) =>
      discarded === null ? [] : [`The numbers of the ${index === 0 ? 'first' : 'second'} do not count: ${discarded}`],
    ),
  ];
  return reasons.join(' ');
}

function holdersRow(first: DrillReport, second: DrillReport): ComparedRow {
  const measured = [first, second].map((report) => (report.measured ? names(report.measured.holders) : '')) as [
    string,
    string,
  ];
  return {
    name: 'Holds the address',
    predicted: [first, second].map(({ forecast }) => (forecast ? names(forecast.holders) : '')) as [string, string],
    measured,
    change: measured[0] === measured[1] ? 'the same' : 'another',
    better: null,
  };
}

function measureRow(measure: Measure, first: DrillReport, second: DrillReport): ComparedRow[] {
  const values = [first, second].map(({ measured }) => measured?.measures[measure] ?? null);
  const expectations = [first, second].map(({ forecast }) => forecast?.measures[measure] ?? null);
  if ([...values, ...expectations].every((value) => value === null)) return [];
  const text = (index: 0 | 1) => {
    const report = index === 0 ? first : second;
    return report.measured ? found(measure, values[index] ?? null) : '';
  };
  const predicted = (index: 0 | 1) => {
    const report = index === 0 ? first : second;
    return report.forecast ? expected(measure, expectations[index] ?? null) : '';
  };
  const [before, after] = values;
  const comparable = typeof before === 'number' && typeof after === 'number';
  const difference = comparable ? change(measure, before, after) : '';
  return [
    {
      name: MEASURE_NAMES[measure].name,
      predicted: [predicted(0), predicted(1)],
      measured: [text(0), text(1)],
      change: difference,
      better: !comparable || difference === 'the same' ? null : after < before,
    },
  ];
}

function changedFiles(first: DrillReport, second: DrillReport): ChangedFile[] {
  const lines = (report: DrillReport, file: string) =>
    report.configurations?.find((one) => one.file === file)?.lines ?? [];
  const files = [
    ...new Set([first, second].flatMap((report) => (report.configurations ?? []).map(({ file }) => file))),
  ];
  return files
    .map((file) => ({ file, changes: lineChanges(lines(first, file), lines(second, file)) }))
    .filter(({ changes }) => changes.length > 0);
}

function configurationsText(first: DrillReport, second: DrillReport, files: readonly ChangedFile[]): string {
  if (first.configurations === undefined || second.configurations === undefined) {
    return 'One of the two does not tell which configurations ran.';
  }
  if (files.length === 0) return 'Both ran with the same configurations.';
  return `${files.length === 1 ? 'One configuration differs' : `${files.length} configurations differ`}.`;
}
