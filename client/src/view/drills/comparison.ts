/** Two reports side by side, as a part of a page. Pure. */
import { compareReports, type ChangedFile, type ComparedRow } from '../../lab/drills/show/compare';
import type { DrillReport } from '../../lab/drills/report';
import { escapeMarkup as text } from '../../lab/markup';
import { table } from '../page';
import { timelinePart } from './timelinePart';

export function comparisonPart(first: DrillReport, second: DrillReport): string {
  const { titles, caution, rows, files, configurations } = compareReports(first, second);
  const cells = (row: ComparedRow) => [
    text(row.name),
    text(row.predicted[0]),
    text(row.measured[0]),
    text(row.predicted[1]),
    text(row.measured[1]),
    changed(row),
  ];
  return [
    '<section aria-labelledby="compared"><h2 id="compared">Compared</h2>',
    `<p>Earlier: ${text(titles[0])}. This: ${text(titles[1])}.</p>`,
    caution === '' ? '' : `<p class="no">${text(caution)}</p>`,
    '<div class="scroll">',
    table(['', 'Earlier: predicted', 'measured', 'This: predicted', 'measured', 'Change'], rows.map(cells)),
    '</div>',
    `<p>${text(configurations)}</p>`,
    ...files.map(fileChanges),
    timelinePart(first, 'earlier', `Timeline of the earlier run`),
    '</section>',
  ].join('\n');
}

function changed({ change, better }: ComparedRow): string {
  if (better === null) return text(change);
  return `<span class="${better ? 'better' : 'worse'}">${text(change)} (${better ? 'better' : 'worse'})</span>`;
}

function fileChanges({ file, changes }: ChangedFile): string {
  const lines = changes.map(
    ({ kind, number, text: line }) =>
      `<span class="${kind}">${kind === 'removed' ? '−' : '+'} ${String(number).padStart(3)}  ${text(line)}</span>`,
  );
  return `<h3>${text(file)}</h3><pre class="change"><code>${lines.join('\n')}</code></pre>`;
}
