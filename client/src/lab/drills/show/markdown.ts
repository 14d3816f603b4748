/** A report as Markdown, for people and for version control. */
import { LANES, type DrillReport, type TimelineEvent } from '../report';
import { eventText, LANE_NAMES, lasting, moment } from './events';
import { duration, gain } from './numbers';
import { dominatingLine, resultRows } from './rows';

export interface MarkdownOptions {
  /** Where the picture of the timeline lies, from the file on; without it there is none. */
  readonly picture?: string | undefined;
}

/** Text that Markdown shows as it is, also in a table. */
function plainMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&').replace(/\s+/g, ' ');
}

type Cell = string | number;

/** @param rows Cells that are Markdown already. */
function markdownTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const line = (cells: readonly Cell[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** The whole report. Ends with a line break. */
export function reportMarkdown(report: DrillReport, { picture }: MarkdownOptions = {}): string {
  const { drill, lab } = report;
  const parts: string[][] = [
    [`# Drill: ${plainMarkdown(drill.title)}`],
    [`**${plainMarkdown(report.verdict)}**`],
    report.discarded === null ? [] : [`The numbers do not count: ${plainMarkdown(report.discarded)}`],
    [
      `${plainMarkdown(drill.does)} It struck ${plainMarkdown(lab.target)} in the lab ${plainMarkdown(lab.project)}, ${when(report.time)}.`,
    ],
    ['## Predicted and measured'],
    results(report),
    report.noForecast === null ? [] : [`There is no prediction: ${plainMarkdown(report.noForecast)}`],
    ...adviceParts(report),
    picture === undefined ? [] : [`![Timeline of the drill](${encodeURI(picture)})`],
    ['## Timeline'],
    timelineTable(report),
    ['## Before the fault'],
    report.preflight.map(
      ({ what, ok, found }) => `- ${ok ? 'Yes' : '**No**'}: ${plainMarkdown(what)} (${plainMarkdown(found)})`,
    ),
    ['## Circumstances'],
    circumstances(report),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** `2026-11-20 09:15:42 UTC` */
export function when(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d).*$/, '$1 $2 UTC');
}

function results(report: DrillReport): string[] {
  const rows = resultRows(report);
  const guessed = rows.some((row) => row.guessed !== '');
  return markdownTable(
    ['', 'Predicted', ...(guessed ? ['Your guess'] : []), 'Measured', 'As predicted', 'Because of'],
    rows.map((row) => [
      row.name,
      plainMarkdown(row.predicted),
      ...(guessed ? [row.guessed] : []),
      plainMarkdown(row.measured),
      row.agrees === null ? '' : row.agrees ? 'yes' : '**no**',
      [plainMarkdown(row.sum), row.line ? `(${code(row.line.text)})` : ''].filter((part) => part !== '').join(' '),
    ]),
  );
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** `keepalived-master.conf, line 17` */
export function place(line: { readonly uri: string; readonly line: number }): string {
  return `${decodeURIComponent(line.uri.split('/').at(-1) ?? line.uri)}, line ${line.line + 1}`;
}

function adviceParts(report: DrillReport): string[][] {
  const { advice } = report;
  const dominating = dominatingLine(report);
  const line = dominating
    ? [`${code(dominating.line.text)} in ${plainMarkdown(place(dominating.line))} ${plainMarkdown(dominating.why)}.`]
    : [];
  if (!advice) return [line];
  return [
    ['## What would better it'],
    line,
    [
      `${plainMarkdown(advice.text)} ${plainMarkdown(gain(advice))} In ${plainMarkdown(place(advice.line))}, write ${code(advice.replacement)} in the place of ${code(advice.line.text)}.`,
    ],
  ];
}

function timelineTable({ timeline }: DrillReport): string[] {
  const order = (event: TimelineEvent) => LANES.indexOf(event.lane);
  const events = [...timeline.events].sort((a, b) => a.at - b.at || order(a) - order(b));
  return markdownTable(
    ['When', 'For', 'Where', 'What'],
    events.map((event) => [
      moment(event.at),
      lasting(event, timeline.end),
      plainMarkdown([LANE_NAMES[event.lane], ...(event.node === null ? [] : [event.node])].join(', ')),
      plainMarkdown(eventText(event)),
    ]),
  );
}

function circumstances({ versions, traffic, lab, measured }: DrillReport): string[] {
  const programs = Object.entries(versions).map(([node, { haproxy, keepalived }]) => {
    const list = [...(haproxy ? [`HAProxy ${haproxy}`] : []), ...(keepalived ? [`keepalived ${keepalived}`] : [])];
    return `- ${node}: ${list.join(', ')}`;
  });
  const counted = measured
    ? ` Between fault and healing ${measured.requests.sent} were sent and ${measured.requests.answered} answered.`
    : '';
  return [
    ...programs,
    `- ${traffic.rate} requests a second to <${traffic.url}>, each for at most ${duration(traffic.timeout)}.${counted}`,
    ...(lab.template === null ? [] : [`- Made from the template ${plainMarkdown(lab.template)}.`]),
  ];
}
