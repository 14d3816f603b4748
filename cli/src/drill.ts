/** `haconf lab drill`: one drill after the other, held against limits. */
import { resolve } from 'node:path';
import type { Drill } from '../../client/src/lab/drills/drill';
import { drills } from '../../client/src/lab/drills/index';
import type { DrillReport } from '../../client/src/lab/drills/report';
import { runDrill } from '../../client/src/lab/drills/run';
import { FORMATS, saveReport } from '../../client/src/lab/drills/show/saved';
import { containersOf } from '../../client/src/lab/containers';
import { connect } from '../../client/src/lab/engine';
import { Lab } from '../../client/src/lab/lab';
import type { LabPlan } from '../../client/src/lab/plan';
import { UsageError } from '../../server/src/commandLine/usage';
import { Engine } from '../../server/src/engine';
import type { Setting, Values } from './setting';

interface Limits {
  /** Milliseconds. */
  readonly gap: number | undefined;
  readonly lost: number | undefined;
}

export async function drillCommand(setting: Setting): Promise<number> {
  const { values, words, terminal, signal } = setting;
  if (values.list) {
    const text = drills.map(({ id, title }) => `${id.padEnd(20)} ${title}\n`).join('');
    terminal.print(
      drills.map(({ id, title, does }) => ({ id, title, does })),
      text,
    );
    return 0;
  }
  const chosen = words.map(drillNamed);
  if (chosen.length === 0) throw new UsageError('haconf lab drill: no DRILL given; --list prints them');
  const rate = wholeNumber(values, 'rate', 1, 200);
  const tries = wholeNumber(values, 'tries', 1, 20);
  const limits: Limits = {
    gap: values['max-gap'] === undefined ? undefined : time(values['max-gap']),
    lost: values['max-lost'] === undefined ? undefined : wholeNumber(values, 'max-lost', 0, Infinity),
  };
  const plan = await setting.plan();
  const lab = new Lab(await connect({ signal }), plan);
  const startedHere = !(await runs(lab, plan, signal));
  const reports: (DrillReport & { readonly exceeded: readonly string[]; readonly saved: readonly string[] })[] = [];
  try {
    if (startedHere) await lab.up({ signal, progress: terminal.progress });
    for (const drill of chosen) {
      const report = await tried(drill, plan, setting, rate, tries);
      const exceeded = exceededBy(report, limits);
      const saved = values.save === undefined ? [] : await saveReport(report, resolve(values.save), FORMATS);
      reports.push({ ...report, exceeded, saved });
      if (values.format === 'text') terminal.print(undefined, textOf(report, exceeded, saved));
    }
  } finally {
    // Not stopped by the interruption that leads here.
    if (startedHere) await lab.remove({ progress: terminal.progress });
    terminal.clear();
  }
  if (values.format === 'json') terminal.print(reports, '');
  return reports.every(({ exceeded, discarded }) => exceeded.length === 0 && discarded === null) ? 0 : 1;
}

async function runs(lab: Lab, plan: LabPlan, signal: AbortSignal): Promise<boolean> {
  return (await containersOf(lab.engine, plan, signal)).size > 0;
}

/** A run in which the probe stood still counts for nothing. */
async function tried(
  drill: Drill,
  plan: LabPlan,
  { values, terminal, signal }: Setting,
  rate: number,
  tries: number,
): Promise<DrillReport> {
  for (let left = tries; ; left--) {
    const report = await runDrill(() => connect({ signal }), plan, drill, {
      signal,
      rate,
      target: values.target,
      progress: terminal.progress,
      forecast: (params) => Promise.resolve(new Engine().forecast(params)),
    });
    if (report.discarded === null || left <= 1) return report;
    terminal.clear();
    process.stderr.write(`haconf: ${report.discarded} Trying again.\n`);
  }
}

function exceededBy({ measured }: DrillReport, { gap, lost }: Limits): string[] {
  if (!measured) return [];
  const { clientGap, lost: missing } = measured.measures;
  return [
    ...(gap !== undefined && (clientGap ?? 0) > gap
      ? [`clients had no answer for ${clientGap} ms, more than ${gap} ms`]
      : []),
    ...(lost !== undefined && (missing ?? 0) > lost ? [`${missing} requests were lost, more than ${lost}`] : []),
  ];
}

function textOf(
  { verdict, forecast, noForecast, measured, agreement, discarded, advice }: DrillReport,
  exceeded: readonly string[],
  saved: readonly string[],
): string {
  const rows = agreement.map(({ measure, agrees }) => {
    if (measure === 'holders')
      return [
        measure,
        forecast!.holders.join(' ') || 'nobody',
        measured!.holders.join(' ') || 'nobody',
        agrees,
      ] as const;
    const one = forecast!.measures[measure];
    const unit = measure === 'lost' ? '' : ' ms';
    const expected = !one
      ? 'never'
      : one.high === null
        ? 'until healed'
        : one.low === one.high
          ? `${one.high}${unit}`
          : `${one.low} to ${one.high}${unit}`;
    const value = measured!.measures[measure];
    return [measure, expected, value === null ? 'never' : `${value}${unit}`, agrees] as const;
  });
  const lines = [
    verdict,
    ...rows.map(
      ([name, expected, value, agrees]) =>
        `  ${name.padEnd(10)} predicted ${expected.padEnd(20)} measured ${value}${agrees ? '' : '  (otherwise)'}`,
    ),
    ...(noForecast === null ? [] : [`  no forecast: ${noForecast}`]),
    ...(advice ? [`  ${advice.text}`] : []),
    ...(discarded === null ? [] : [`  discarded: ${discarded}`]),
    ...exceeded.map((text) => `  LIMIT: ${text}`),
    ...saved.map((path) => `  saved: ${path}`),
  ];
  return `${lines.join('\n')}\n`;
}

function drillNamed(name: string): Drill {
  const found = drills.find(({ id }) => id === name);
  if (!found) throw new UsageError(`there is no drill "${name}"; haconf lab drill --list prints them`);
  return found;
}

function wholeNumber(values: Values, option: 'rate' | 'tries' | 'max-lost', least: number, most: number): number {
  const text = values[option] ?? '';
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(
    `--${option} takes a whole number ${most === Infinity ? `from ${least}` : `from ${least} to ${most}`}, not "${text}"`,
  );
}

/** Milliseconds. */
function time(text: string): number {
  const found = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text);
  if (!found) throw new UsageError(`--max-gap takes a time such as 1s or 500ms, not "${text}"`);
  return Number(found[1]) * (found[2] === 's' ? 1000 : 1);
}
