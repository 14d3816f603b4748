/** docs/drills.md, from the reports of a run. */
import { drills } from '../../client/src/lab/drills/index';
import type { DrillReport } from '../../client/src/lab/drills/report';
import type { Measure } from '../../server/src/protocol';

/** Of two nodes with priorities 101 and 100, checks every second that count after two failures, a request every 20 ms. */
const GOLDEN = `| fault | the other one is MASTER after | no answer for | lost of 600 | both hold the address |
|---|---|---|---|---|
| crash, VRRP 2 every second | 3.27 s | 3.26 s | 163 | on the dead node, harmless |
| orderly stop | 0.62 s | 0.46 s | 23 | no |
| check fails, no weight (FAULT) | 1.65 s | 0.46 s, from 1.05 s | 23 | no |
| check fails, weight -20 | 4.25 s | 0 | 0 | no |
| keepalived killed, HAProxy alive | 3.23 s | 0 | 0 | yes |
| freeze | 3.25 s | 3.24 s | 162 | yes |
| link down in the node | 3.23 s | 3.22 s | 161 | no |
| partition | 3.28 s | 3.26 s | 163 | yes |
| crash, VRRP 3 every 0.1 s | 0.356 s | 0.34 s | 17 | yes |
`;

const SHOWN: readonly (readonly [Measure, string])[] = [
  ['detection', 'noticed'],
  ['clientGap', 'no answer for'],
  ['lost', 'lost'],
  ['recovery', 'recovered'],
  ['failback', 'back'],
];

export function page(found: Readonly<Record<string, readonly DrillReport[]>>): string {
  const tables = Object.entries(found).map(([suite, reports]) => `${heading(suite, reports)}\n\n${table(reports)}`);
  return `# Drills

A drill causes a fault in the lab, on purpose, and says before what it will come to: from the very configurations that run
there, by the same sums that hovers show. Then it measures. \`haconf lab drill NAME\` runs one; what each does:

${drills.map(({ id, title, does }) => `- \`${id}\`: ${title}. ${does}`).join('\n')}

Every fault is healed at the end, also when the drill is cancelled. While it is active the lab carries a mark (a Docker volume)
that says how it is healed, so that this works even after the program that caused it has died: \`haconf lab heal\`.

## Predicted and measured

Written by \`npm run drills\`: each cell is predicted, then measured, in seconds (lost: requests, of 50 a second). \`∞\`: as long as
the fault lasts; a dash: it does not happen. A measurement agrees when it is within one advertisement interval (and one check
interval where a check is what notices) of the prediction; what does not is marked with \`!\`.

${tables.join('\n\n')}

## What such pairs were measured to do before

Two nodes with priorities 101 and 100 in network namespaces, checks every second that count after two failures, one request every
20 ms for 12 s. A test holds the forecasts against these numbers.

${GOLDEN}`;
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
