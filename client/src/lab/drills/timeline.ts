/** The lanes of a report from a recording. Pure. */
import { isGood, type TrafficResult } from '../traffic';
import { holding, servers, vrrp, type Recording, type Stretch } from './recording';
import type { Lane, Timeline, TimelineEvent, Tone } from './report';

/** Gratuitous ARP comes in bursts of five: one event for each burst. */
const BURST = 1_000;
/** So many results that are alike make a stretch; fewer belong to what surrounds them, as with a server of two that fails. */
const PATTERN = 6;

export function timeline(recording: Recording, healing: string): Timeline {
  const { drill, cast, begun, caused, healed, ended } = recording;
  const shift = (at: number): number => Math.round(at - caused);
  const event = (
    lane: Lane,
    node: string | null,
    stretch: { from: number; to?: number },
    tone: Tone,
    text: string,
  ) => ({
    lane,
    node,
    at: shift(Math.max(begun, stretch.from)),
    until: stretch.to === undefined ? null : shift(stretch.to),
    tone,
    text,
  });
  const events: TimelineEvent[] = [
    event('fault', cast.target, { from: caused, to: healed }, 'bad', drill.title),
    event('fault', cast.target, { from: healed }, 'good', healing),
  ];
  for (const node of [cast.holder, ...cast.others]) {
    for (const { value, ...stretch } of servers(recording, node)) {
      const well = value?.every(({ status }) => status === 'UP' || status === 'no check') === true;
      events.push(event('haproxy', node, stretch, well ? 'good' : 'bad', proxyText(value)));
    }
    for (const { value, ...stretch } of vrrp(recording, node)) {
      const tone = value?.state === 'MASTER' ? 'good' : value?.state === 'BACKUP' ? 'change' : 'bad';
      const text = value ? `${value.state}, priority ${value.priority}` : 'does not run';
      events.push(event('keepalived', node, stretch, tone, text));
    }
    for (const { value, ...stretch } of holding(recording, node)) {
      if (value) events.push(event('address', node, stretch, 'good', `holds ${cast.virtualAddress}`));
    }
  }
  for (const { from, node } of announcements(recording)) {
    events.push(event('arp', node, { from }, 'change', `announces ${cast.virtualAddress}`));
  }
  for (const { value, ...stretch } of client(recording.results)) {
    events.push(event('client', value.node, stretch, value.good ? 'good' : 'bad', value.text));
  }
  const seen = events.filter(({ until, at }) => (until ?? at) >= shift(begun));
  return {
    begin: shift(begun),
    end: shift(ended),
    healed: shift(healed),
    events: seen.sort((a, b) => a.at - b.at),
  };
}

function proxyText(value: readonly { readonly name: string; readonly status: string }[] | undefined): string {
  if (!value) return 'does not run';
  const bad = value.filter(({ status }) => status !== 'UP' && status !== 'no check');
  if (bad.length > 0) return bad.map(({ name, status }) => `${name} ${status}`).join(', ');
  return `${value.length} of ${value.length} servers UP`;
}

function announcements({ reports, macs }: Recording): { from: number; node: string | null }[] {
  const found: { from: number; node: string | null }[] = [];
  const last = new Map<string, number>();
  for (const { about, at, value } of reports) {
    if (about !== 'announced') continue;
    const mac = value as string;
    if (at - (last.get(mac) ?? -Infinity) > BURST) found.push({ from: at, node: macs.get(mac) ?? null });
    last.set(mac, at);
  }
  return found;
}

interface Seen {
  readonly node: string | null;
  readonly good: boolean;
  readonly text: string;
}

/** Stretches in which the requests fared alike, in the order in which they were due. */
function client(results: readonly TrafficResult[]): Stretch<Seen>[] {
  const sorted = results.toSorted((a, b) => a.due - b.due);
  const kinds = sorted.map((_, index) => {
    const around = sorted.slice(Math.max(0, index - PATTERN), index + 1);
    return kindOf(sorted[index]!, around);
  });
  const found: Stretch<Seen>[] = [];
  for (let begin = 0; begin < sorted.length;) {
    let end = begin + 1;
    while (end < sorted.length && kinds[end] === kinds[begin]) end++;
    found.push(stretch(sorted.slice(begin, end), sorted[end]?.due));
    begin = end;
  }
  return found;
}

/** `bad`, or the load balancer that answers; `mixed` where some of the last ones failed. */
function kindOf(result: TrafficResult, around: readonly TrafficResult[]): string {
  const failed = around.filter((one) => !isGood(one)).length;
  if (failed === around.length) return 'bad';
  return failed > 0 ? 'mixed' : (result.balancer ?? 'answered');
}

function stretch(part: readonly TrafficResult[], next: number | undefined): Stretch<Seen> {
  const failed = part.filter((result) => !isGood(result));
  const why = [...new Set(failed.map(({ error, status }) => error ?? `status ${status}`))].join(', ');
  const last = part.at(-1)!;
  return {
    from: part[0]!.due,
    to: next ?? last.done,
    value: {
      node: failed.length === part.length ? null : (part.find(isGood)?.balancer ?? null),
      good: failed.length === 0,
      text:
        failed.length === 0
          ? `${part.length} requests answered`
          : `${failed.length} of ${part.length} requests failed: ${why}`,
    },
  };
}
