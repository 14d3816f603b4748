/** The timeline of a report as SVG: one lane per line of events, to be styled by whoever shows it (colours.ts, the panel). */
import { escapeMarkup } from '../../markup';
import type { DrillReport } from '../report';
import { LANE_NAMES, spoken, summary } from './events';
import { layout, SIZE, type Bar, type LaneRow, type Layout } from './layout';

export interface SvgOptions {
  /** Prefix of the ids within, unique on the page it is put in. */
  readonly id?: string | undefined;
  /** Events can be reached by keyboard and are told to screen readers one by one; without it the picture is one image. */
  readonly interactive?: boolean | undefined;
  /** Content of a `<style>` element, for a file that stands alone. */
  readonly style?: string | undefined;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`)
    .join('');
  return content.length === 0 ? `<${name}${text}/>` : `<${name}${text}>${content.join('')}</${name}>`;
}

export function timelineSvg(
  report: DrillReport,
  { id = 'timeline', interactive = false, style }: SvgOptions = {},
): string {
  const picture = layout(report);
  const { width, height } = picture;
  const title = element('title', { id: `${id}-title` }, escapeMarkup(`Drill: ${report.drill.title}`));
  const description = element('desc', { id: `${id}-description` }, escapeMarkup(summary(report)));
  const role = interactive
    ? { role: 'group', 'aria-label': summary(report) }
    : { role: 'img', 'aria-labelledby': `${id}-title`, 'aria-describedby': `${id}-description` };
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'timeline',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      ...role,
    },
    // A title shows as a tooltip everywhere; in a page the events have tooltips of their own.
    ...(interactive ? [] : [title, description]),
    ...(style === undefined ? [] : [element('style', {}, style)]),
    element('defs', {}, hatching(id)),
    element('rect', { class: 'background', x: 0, y: 0, width, height }),
    ...picture.rows.map(({ y, height: high }) =>
      element('rect', {
        class: 'row',
        x: SIZE.gutter,
        y: y - 2,
        width: SIZE.width - SIZE.gutter - SIZE.right,
        height: high + 2,
      }),
    ),
    axis(picture, interactive),
    ...picture.rows.map((row, index) => rowGroup(row, { id, index, interactive })),
  );
}

/** What fails is hatched, so that it can be told without colours. */
function hatching(id: string): string {
  const line = element('path', { d: 'M-2 2L2 -2M0 8L8 0M6 10L10 6', class: 'hatch' });
  return element('pattern', { id: `${id}-hatch`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' }, line);
}

function axis({ ticks, fault, healed, height }: Layout, interactive: boolean): string {
  const bottom = height - SIZE.laneGap;
  const upright = (kind: string, x: number, from: number) =>
    element('line', { class: kind, x1: x, x2: x, y1: from, y2: bottom });
  const scale = ticks.map(({ x, label }) =>
    [
      upright('tick', x, SIZE.top - 10),
      element('text', { class: 'scale', x, y: SIZE.top - 16, 'text-anchor': 'middle' }, escapeMarkup(label)),
    ].join(''),
  );
  return element(
    'g',
    interactive ? { 'aria-hidden': 'true' } : {},
    ...scale,
    upright('moment bad', fault, SIZE.top - 10),
    ...(healed === null ? [] : [upright('moment good', healed, SIZE.top - 10)]),
  );
}

interface RowOptions {
  readonly id: string;
  readonly index: number;
  readonly interactive: boolean;
}

function rowGroup(row: LaneRow, { id, index, interactive }: RowOptions): string {
  const { lane, node, y, first } = row;
  const name = node === null ? LANE_NAMES[lane] : `${LANE_NAMES[lane]} on ${node}`;
  const label = (text: string, kind: string, x: number, anchor: string) =>
    element(
      'text',
      { class: kind, x, y: y + 12, 'text-anchor': anchor, 'aria-hidden': interactive ? 'true' : undefined },
      escapeMarkup(text),
    );
  return element(
    'g',
    { class: `lane ${lane}`, ...(interactive ? { role: 'list', 'aria-label': name, 'data-row': index } : {}) },
    ...(first ? [label(LANE_NAMES[lane], 'lane-name', 8, 'start')] : []),
    ...(node === null ? [] : [label(node, 'node-name', SIZE.gutter - 10, 'end')]),
    ...row.bars.map((bar) => eventGroup(bar, id, interactive)),
  );
}

function eventGroup({ event, x, width, y, label }: Bar, id: string, interactive: boolean): string {
  const text = spoken(event);
  const box = { x, y, width, height: SIZE.bar, rx: 2 };
  const leader =
    width > 0 && !label.inside
      ? [element('line', { class: 'leader', x1: x + 0.5, x2: x + 0.5, y1: y + SIZE.bar, y2: label.y })]
      : [];
  const shape =
    width > 0
      ? [
          element('rect', { class: 'bar', ...box }),
          ...(event.tone === 'bad' ? [element('rect', { class: 'hatched', ...box, fill: `url(#${id}-hatch)` })] : []),
        ]
      : [element('path', { class: 'mark', d: `M${x} ${y + 2}l5 6l-5 6l-5 -6z` })];
  return element(
    'g',
    {
      class: `event ${event.tone}`,
      ...(interactive ? { role: 'listitem', tabindex: -1, 'aria-label': text, 'data-event': text } : {}),
    },
    element('title', {}, escapeMarkup(text)),
    ...leader,
    ...shape,
    element(
      'text',
      {
        class: label.inside ? 'label' : 'label outside',
        x: label.x,
        y: label.y,
        'aria-hidden': interactive ? 'true' : undefined,
      },
      escapeMarkup(label.text),
    ),
  );
}
