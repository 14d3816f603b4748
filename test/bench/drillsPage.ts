/** docs/drills.md, from the reports of a run. */
import { drills } from '../../client/src/lab/drills/index';
import type { DrillReport } from '../../client/src/lab/drills/report';
import type { Measure } from '../../server/src/protocol';
import { differences, GOLDEN, type Golden, type Outcome, outcomeOf } from './golden';

/** What a run over one Debian found. */
export interface Found {
  readonly reports: readonly DrillReport[];
  /** In the order of GOLDEN; none when not all drills were run. */
  readonly again: readonly DrillReport[];
  readonly seconds: number;
}

const SHOWN: readonly (readonly [Measure, string])[] = [
  ['detection', 'noticed'],
  ['clientGap', 'no answer for'],
  ['lost', 'lost'],
  ['recovery', 'recovered'],
  ['failback', 'back'],
];

export function page(found: Readonly<Record<string, Found>>): string {
  const tables = Object.entries(found).map(([suite, { reports }]) => `${heading(suite, reports)}\n\n${table(reports)}`);
  const minutes = Math.round(Object.values(found).reduce((sum, { seconds }) => sum + seconds, 0) / 60);
  return `# Drills

A drill causes a fault in the lab, on purpose, and says before what it will come to: from the very configurations that run
there, by the same sums that hovers show. Then it measures. \`haconf lab drill NAME\` runs one; what each does:

${drills.map(({ id, title, does }) => `- \`${id}\`: ${title}. ${does}`).join('\n')}

Every fault is healed at the end, also when the drill is cancelled. While it is active the lab carries a mark (a Docker volume)
that says how it is healed, so that this works even after the program that caused it has died: \`haconf lab heal\`.

## Without an editor

\`haconf lab scaffold\`, \`up\`, \`status\`, \`drill\`, \`heal\` and \`down\` work on a terminal and in CI (\`haconf lab --help\`):

    haconf lab drill haproxy-killed --max-gap 6s --max-lost 300 --save reports --format json

The exit status is 0 when every drill kept the limits, 1 when one was exceeded or every try was discarded, 2 when the command is
wrong. A lab that does not run is started for the drill and removed afterwards; Ctrl-C heals what is broken and removes what was
started. \`--save\` writes each report as Markdown, JSON and a picture.

## Predicted and measured

Written by \`npm run drills\`: each cell is predicted, then measured, in seconds (lost: requests, of 50 a second). \`∞\`: as long as
the fault lasts; a dash: it does not happen. A measurement agrees when it is within one advertisement interval (and one check
interval where a check is what notices) of the prediction; what does not is marked with \`!\`. This run took ${minutes} minutes.

${tables.join('\n\n')}

## What such pairs were measured to do before

Two nodes with keepalived 2.2.7 and priorities 101 and 100 in network namespaces, checks every second that count after two
failures, one TCP connection every 20 ms for 12 s. A test holds the forecasts against these numbers, and \`npm run drills\` the
drills: each cell is what was measured then, then on each Debian; \`!\` would mark what differs by more than one advertisement
interval (and one check interval where a check is what notices). Where a check failed then, the program behind the address went on to
answer; in the drill it is what fails, and what compares is how long nobody held the address.

${again(found)}
`;
}

const OUTCOME: readonly (readonly [keyof Outcome, string])[] = [
  ['master', 'the other one is MASTER after'],
  ['gap', 'no answer for'],
  ['lost', 'lost'],
  ['both', 'both hold the address'],
];

function again(found: Readonly<Record<string, Found>>): string {
  const suites = Object.values(found);
  const rows = GOLDEN.map((golden, index) => {
    const cells = OUTCOME.map(([part]) => {
      const now = suites.flatMap((suite) => {
        const report = suite.again[index];
        return report ? [remeasured(golden, report, part)] : [];
      });
      return [told(golden.was, part), ...now].join(', ');
    });
    return `| ${[golden.fault, ...cells].join(' | ')} |`;
  });
  const head = ['fault', ...OUTCOME.map(([, name]) => name)];
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows].join('\n');
}

function remeasured(golden: Golden, report: DrillReport, part: keyof Outcome): string {
  const outcome = outcomeOf(golden, report);
  return `${told(outcome, part)}${differences(golden, outcome).includes(part) ? ' !' : ''}`;
}

function told(outcome: Outcome, part: keyof Outcome): string {
  const value = outcome[part];
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return part === 'lost' ? String(value) : (value / 1000).toFixed(2);
}

function heading(suite: string, reports: readonly DrillReport[]): string {
  const [versions] = Object.values(reports[0]?.versions ?? {});
  return `### Debian ${suite}: HAProxy ${versions?.haproxy ?? '?'}, keepalived ${versions?.keepalived ?? '?'}`;
}

function table(reports: readonly DrillReport[]): string {
  const rows = reports.map((report) => {
    const cells = SHOWN.map(([measure]) => cell(report, measure));
    const name = `\`${report.drill.id}\`${report.discarded === null ? '' : ' (discarded: the probe stood still)'}`;
    return `| ${[name, holders(report), ...cells].join(' | ')} |`;
  });
  const head = ['drill', 'who holds the address', ...SHOWN.map(([, name]) => name)];
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows].join('\n');
}

function agrees({ agreement }: DrillReport, measure: Measure | 'holders'): string {
  return agreement.find((one) => one.measure === measure)?.agrees === false ? ' !' : '';
}

function holders(report: DrillReport): string {
  const names = (list: readonly string[] | undefined) => list?.join(' + ') || 'nobody';
  return `${names(report.forecast?.holders)}, ${names(report.measured?.holders)}${agrees(report, 'holders')}`;
}

function cell(report: DrillReport, measure: Measure): string {
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : measure === 'lost' ? String(value) : (value / 1000).toFixed(2);
  const expected = report.forecast?.measures[measure];
  const range = !expected
    ? '–'
    : expected.high === null
      ? '∞'
      : expected.low === expected.high
        ? shown(expected.high)
        : `${shown(expected.low)}…${shown(expected.high)}`;
  return `${range}, ${shown(report.measured?.measures[measure])}${agrees(report, measure)}`;
}
