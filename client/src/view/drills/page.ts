/** A report as a page: predicted next to measured, the line to change, the timeline. Pure. */
import type { SourceLine } from '../../../../server/src/protocol';
import { place, when } from '../../lab/drills/show/markdown';
import { duration, gain } from '../../lab/drills/show/numbers';
import { dominatingLine, resultRows, type ResultRow } from '../../lab/drills/show/rows';
import type { DrillReport } from '../../lab/drills/report';
import { escapeMarkup as text } from '../../lab/markup';
import { button, table } from '../page';
import { comparisonPart } from './comparison';
import { timelinePart } from './timelinePart';

/** What a panel shows; plain JSON, so that it survives a reload of the window. */
export interface Shown {
  readonly report: DrillReport;
  /** compose.yaml of the lab it ran in, when that is in this workspace. */
  readonly lab: string | null;
  /** Where the report was read from. */
  readonly saved: string | null;
  /** An earlier run that this one is compared with. */
  readonly other: DrillReport | null;
}

/** Which line of a report is meant. */
export function sourceLine(report: DrillReport, source: string): SourceLine | null {
  if (source === 'advice') return report.advice?.line ?? null;
  if (source === 'dominating') return dominatingLine(report)?.line ?? null;
  return resultRows(report).find(({ measure }) => measure === source)?.line ?? null;
}

export function reportPage(shown: Shown): string {
  const { report, other } = shown;
  const { drill, lab } = report;
  return [
    `<header><h1>${text(drill.title)}</h1>`,
    `<p class="dim">${text(`${lab.target} in ${lab.project}, ${when(report.time)}. ${drill.does}`)}</p></header>`,
    `<main>`,
    `<p class="verdict ${tone(report)}" role="status">${text(report.verdict)}</p>`,
    report.discarded === null ? '' : `<p class="no">${text(`The numbers do not count: ${report.discarded}`)}</p>`,
    buttons(shown),
    other ? comparisonPart(other, report) : '',
    results(report),
    betterment(shown),
    timelinePart(report, 'timeline', 'Timeline'),
    circumstances(report),
    `</main>`,
  ].join('\n');
}

function tone({ discarded, forecast, agreement }: DrillReport): string {
  if (discarded !== null || forecast === null) return '';
  return agreement.every(({ agrees }) => agrees) ? 'good' : 'bad';
}

function buttons({ lab, other }: Shown): string {
  return [
    '<div class="buttons" role="toolbar" aria-label="Report">',
    lab === null ? '' : button('again', 'Run Again', { kind: 'primary' }),
    button('save', 'Save...'),
    button('compare', 'Compare With...'),
    other ? button('alone', 'Stop Comparing') : '',
    '</div>',
  ].join('');
}

function results(report: DrillReport): string {
  const rows = resultRows(report);
  const guessed = rows.some((row) => row.guessed !== '');
  const cells = (row: ResultRow) => [
    `${text(row.name)}<small>${text(row.meaning)}</small>`,
    text(row.predicted),
    ...(guessed ? [text(row.guessed)] : []),
    text(row.measured),
    row.agrees === null ? '' : row.agrees ? '<span class="yes">✓ yes</span>' : '<span class="no">✗ no</span>',
    because(row),
  ];
  return [
    '<section aria-labelledby="results"><h2 id="results">Predicted and measured</h2>',
    report.noForecast === null ? '' : `<p>${text(`There is no prediction: ${report.noForecast}`)}</p>`,
    '<div class="scroll">',
    table(
      ['', 'Predicted', ...(guessed ? ['Your guess'] : []), 'Measured', 'As predicted', 'Because of'],
      rows.map(cells),
    ),
    '</div></section>',
  ].join('\n');
}

function because({ sum, line, measure }: ResultRow): string {
  const link = line ? lineLink(line, measure) : '';
  return [text(sum), link].filter((part) => part !== '').join('<br>');
}

/** Opens the file at the line. */
function lineLink(line: SourceLine, source: string): string {
  return button('open', `${line.text} (${place(line)})`, { kind: 'link', more: { source } });
}

function betterment({ report, lab }: Shown): string {
  const { advice } = report;
  const dominating = dominatingLine(report);
  if (!advice && !dominating) return '';
  const line = dominating ? `<p>${lineLink(dominating.line, 'dominating')} ${text(dominating.why)}.</p>` : '';
  const fix = advice
    ? [
        `<p>${text(advice.text)}</p>`,
        `<p><strong>${text(gain(advice))}</strong> <span class="dim">Predicted.</span></p>`,
        `<pre class="change"><code><span class="removed">− ${text(advice.line.text)}</span>\n<span class="added">+ ${text(advice.replacement)}</span></code></pre>`,
        `<div class="buttons">${button('fix', 'Change the Line', { kind: 'primary' })}${button('open', `Open ${place(advice.line)}`, { more: { source: 'advice' } })}</div>`,
        lab === null
          ? ''
          : '<p class="dim">The change can be undone in the editor. The lab runs it once it is applied.</p>',
      ].join('\n')
    : '';
  const title = advice ? 'What would better it' : 'What decides';
  return `<section aria-labelledby="better"><h2 id="better">${title}</h2>${line}${fix}</section>`;
}

function circumstances({ preflight, versions, traffic, measured }: DrillReport): string {
  const checks = preflight.map(
    ({ what, ok, found }) =>
      `<li><span class="${ok ? 'yes' : 'no'}">${ok ? '✓' : '✗'}</span> ${text(what)}: ${text(found)}</li>`,
  );
  const programs = Object.entries(versions).map(([node, { haproxy, keepalived }]) => {
    const list = [...(haproxy ? [`HAProxy ${haproxy}`] : []), ...(keepalived ? [`keepalived ${keepalived}`] : [])];
    return `<li>${text(`${node}: ${list.join(', ')}`)}</li>`;
  });
  const asked = `${traffic.rate} requests a second to ${traffic.url}, each for at most ${duration(traffic.timeout)}.`;
  const counted = measured
    ? ` Between fault and healing ${measured.requests.sent} were sent and ${measured.requests.answered} answered.`
    : '';
  return [
    '<section aria-labelledby="circumstances"><h2 id="circumstances">Circumstances</h2>',
    `<p>Before the fault:</p><ul>${checks.join('')}</ul>`,
    `<p>${text(asked + counted)}</p><ul>${programs.join('')}</ul>`,
    '</section>',
  ].join('\n');
}
