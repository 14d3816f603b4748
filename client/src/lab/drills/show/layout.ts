/**
 * Where everything on the picture of a timeline stands, in the picture's own units (CSS pixels at its natural size). Pure
 * arithmetic: no two labels touch, every bar is where its time is.
 */
import { LANES, type DrillReport, type Lane, type Timeline, type TimelineEvent } from '../report';
import { moment } from './events';

/** Sizes, in units. */
export const SIZE = { width: 1080, gutter: 168, right: 16, top: 34, line: 20, bar: 16, rowGap: 8, laneGap: 6 } as const;

/** Widths of letters at 11 px, generous enough for the widest of the usual faces. */
const LETTERS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;|!'() ]/, 4.2],
  [/[A-Zmw%@→−]/, 8.4],
  [/./u, 6.9],
];
/** Between two things in one line. */
const AIR = 8;
/** Between a moment and the label that tells of it: room for a mark. */
const FLAG = 9;
/** Longer labels are cut; the whole text stands in the tooltip and in the list of events. */
const LONGEST = 60;

export interface Bar {
  readonly event: TimelineEvent;
  readonly x: number;
  /** 0: something at one moment, drawn as a mark. */
  readonly width: number;
  readonly y: number;
  readonly label: { readonly x: number; readonly y: number; readonly text: string; readonly inside: boolean };
}

/** One node's part of a lane, or the whole lane where nodes do not matter. */
export interface LaneRow {
  readonly lane: Lane;
  readonly node: string | null;
  readonly y: number;
  readonly height: number;
  /** Whether the name of the lane stands here. */
  readonly first: boolean;
  /** In the order of time. */
  readonly bars: readonly Bar[];
}

export interface Tick {
  readonly x: number;
  readonly label: string;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly LaneRow[];
  readonly ticks: readonly Tick[];
  /** Where the fault and the healing are. */
  readonly fault: number;
  readonly healed: number | null;
}

export function labelWidth(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (LETTERS.find(([kind]) => kind.test(letter))?.[1] ?? 11), 0);
}

/** These lanes are told per node; of the others a line of their own would only tear apart what follows one another. */
const PER_NODE: readonly Lane[] = ['haproxy', 'keepalived', 'address'];

export function layout(report: Pick<DrillReport, 'timeline'>): Layout {
  const { timeline } = report;
  const scale = scaleOf(timeline);
  const rows: LaneRow[] = [];
  let y: number = SIZE.top;
  for (const lane of LANES) {
    const events = timeline.events.filter((event) => event.lane === lane);
    const nodes = PER_NODE.includes(lane) ? [...new Set(events.map(({ node }) => node))].sort(byName) : [null];
    for (const [index, node] of nodes.entries()) {
      const own = PER_NODE.includes(lane) ? events.filter((event) => event.node === node) : events;
      const row = rowOf({ lane, node, events: own, first: index === 0, y, scale });
      rows.push(row);
      y += row.height + SIZE.rowGap;
    }
    y += SIZE.laneGap;
  }
  return {
    width: SIZE.width,
    height: y,
    rows,
    ticks: ticksOf(timeline).map((at) => ({ x: scale(at), label: moment(at) })),
    fault: scale(0),
    healed: timeline.healed === null ? null : scale(timeline.healed),
  };
}

function byName(a: string | null, b: string | null): number {
  return (a ?? '').localeCompare(b ?? '', 'en', { numeric: true });
}

type Scale = (at: number) => number;

function scaleOf({ begin, end }: Timeline): Scale {
  const span = Math.max(1, end - begin);
  const units = SIZE.width - SIZE.gutter - SIZE.right;
  return (at) => round(SIZE.gutter + (units * (Math.min(end, Math.max(begin, at)) - begin)) / span);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Round moments, about eight to fifteen of them. */
export function ticksOf({ begin, end }: Timeline): number[] {
  const steps = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  ];
  const step = steps.find((one) => (end - begin) / one <= 14) ?? 600_000;
  const first = Math.ceil(begin / step);
  const last = Math.floor(end / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

/** Lines that things are put into from the left, each into the first where it touches nothing. */
class Lines {
  private readonly taken: [number, number][][] = [];

  constructor(private readonly air: number) {}

  get count(): number {
    return this.taken.length;
  }

  put(from: number, to: number): number {
    const touches = ([a, b]: [number, number]) => from < b + this.air && to > a - this.air;
    let line = this.taken.findIndex((spans) => !spans.some(touches));
    if (line < 0) line = this.taken.push([]) - 1;
    this.taken[line]!.push([from, to]);
    return line;
  }
}

interface RowInput {
  readonly lane: Lane;
  readonly node: string | null;
  readonly events: readonly TimelineEvent[];
  readonly first: boolean;
  readonly y: number;
  readonly scale: Scale;
}

/** Bars first, then beneath them the labels that have no room inside, and what happened at one moment. */
function rowOf({ lane, node, events, first, y, scale }: RowInput): LaneRow {
  const sorted = [...events].sort((a, b) => a.at - b.at);
  // Measured states may overlap by a millisecond or two; that is not worth a line.
  const bars = new Lines(-1);
  const labels = new Lines(AIR);
  const placed = sorted.map((event) => {
    const x = scale(event.at);
    const width = event.until === null ? 0 : Math.max(2, round(scale(event.until) - x));
    const text = cut(lane === 'client' && event.node !== null ? `${event.node}: ${event.text}` : withNode(event, lane));
    const inside = event.until !== null && labelWidth(text) + AIR <= width;
    return { event, x, width, text, inside, bar: event.until === null ? null : bars.put(x, x + width) };
  });
  const beneath = placed.map(({ x, text, inside }) => {
    if (inside) return null;
    const wide = FLAG + labelWidth(text);
    // To the left of its moment where there is no room to the right of it: a label is shorter than half the picture.
    const leftwards = x + wide > SIZE.width - SIZE.right;
    const line = leftwards ? labels.put(x - wide, x + FLAG) : labels.put(x - FLAG / 2, x + wide);
    return { line, at: leftwards ? round(x - wide) : x + FLAG };
  });
  const heightOfBars = bars.count * SIZE.line;
  return {
    lane,
    node,
    y,
    first,
    height: Math.max(SIZE.line, heightOfBars + labels.count * SIZE.line),
    bars: placed.map(({ event, x, width, text, inside, bar }, index) => {
      const below = beneath[index] ?? null;
      const lower = y + heightOfBars + (below?.line ?? 0) * SIZE.line;
      const label = below
        ? { x: below.at, y: lower + 12, text, inside }
        : { x: x + 5, y: y + (bar ?? 0) * SIZE.line + 12, text, inside };
      return { event, x, width, y: bar === null ? lower : y + bar * SIZE.line, label };
    }),
  };
}

/** In a lane without lines per node the node is part of the text. */
function withNode({ node, text }: TimelineEvent, lane: Lane): string {
  return node === null || PER_NODE.includes(lane) || text.includes(node) ? text : `${node}: ${text}`;
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).trimEnd()}…`;
}
