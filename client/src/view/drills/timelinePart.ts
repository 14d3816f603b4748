/** The timeline as a part of a page, and the same as a list. Pure. */
import { LANE_NAMES, eventText, lasting, moment } from '../../lab/drills/show/events';
import { timelineSvg } from '../../lab/drills/show/timeline';
import type { DrillReport } from '../../lab/drills/report';
import { escapeMarkup as text } from '../../lab/markup';
import { table } from '../page';

/** @param id Unique on the page. */
export function timelinePart(report: DrillReport, id: string, title: string): string {
  const svg = timelineSvg(report, { id, interactive: true }).replace('<svg ', `<svg data-id="${id}" `);
  const rows = report.timeline.events.map((event) => [
    text(moment(event.at)),
    text(lasting(event, report.timeline.end)),
    text([LANE_NAMES[event.lane], ...(event.node === null ? [] : [event.node])].join(', ')),
    text(eventText(event)),
  ]);
  return [
    `<section aria-labelledby="${id}-heading"><h2 id="${id}-heading">${text(title)}</h2>`,
    '<p class="dim">Times are counted from the fault. With the keyboard: Tab, then the arrow keys.</p>',
    `<div class="scroll">${svg}</div>`,
    `<p class="detail" id="${id}-detail" aria-hidden="true"></p>`,
    `<details><summary>The same as a list</summary>${table(['When', 'For', 'Where', 'What'], rows)}</details>`,
    '</section>',
  ].join('\n');
}
