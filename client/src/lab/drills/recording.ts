/** All that was seen during a drill, on one clock: milliseconds of CLOCK_MONOTONIC, which all containers share. */
import { NOTHING_KNOWN, withReport, type Inside, type Report } from '../reports';
import type { TrafficResult, TrafficStall } from '../traffic';
import type { Cast, Drill } from './drill';

interface Heard extends Report {
  readonly node: string;
}

export interface Recording {
  readonly drill: Drill;
  readonly cast: Cast;
  readonly reports: readonly Heard[];
  readonly results: readonly TrafficResult[];
  readonly stalls: readonly TrafficStall[];
  /** When watching began, the fault was caused, healed, and watching ended. */
  readonly begun: number;
  readonly caused: number;
  readonly healed: number;
  readonly ended: number;
  /** Node by MAC address. */
  readonly macs: ReadonlyMap<string, string>;
  /** Requests a second. */
  readonly rate: number;
}

/** What is true inside of a node that does not run: it cannot say so itself. */
const DEAD: Inside = { ...NOTHING_KNOWN, addresses: [], keepalived: 'down', haproxy: 'down' };

/** What was known of the inside of a node from a moment on. */
interface Moment {
  readonly at: number;
  readonly inside: Inside;
}

/** The inside of a load balancer over time, first moment first. */
function insideOf({ reports, drill, cast, caused, healed }: Recording, node: string): Moment[] {
  const moments: Moment[] = [];
  const dies = drill.inject(cast).some((step) => step.node === node && (step.do === 'kill' || step.do === 'stop'));
  let inside = NOTHING_KNOWN;
  let dead = !dies;
  for (const report of reports) {
    if (report.node !== node) continue;
    if (!dead && report.at >= healed) {
      dead = true;
      moments.push({ at: Math.max(caused, moments.at(-1)?.at ?? caused), inside: DEAD });
      inside = NOTHING_KNOWN;
    }
    const next = withReport(inside, report);
    if (next === inside) continue;
    inside = next;
    moments.push({ at: report.at, inside });
  }
  return moments;
}

/** A value that holds from one moment to the next. */
export interface Stretch<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/** A value read from each moment, neighbours that are equal put together; the last one lasts until `end`. */
function stretches<T>(moments: readonly Moment[], end: number, read: (inside: Inside) => T): Stretch<T>[] {
  const found: Stretch<T>[] = [];
  for (const { at, inside } of moments) {
    const value = read(inside);
    const last = found.at(-1);
    if (last && JSON.stringify(last.value) === JSON.stringify(value)) continue;
    if (last) found[found.length - 1] = { ...last, to: at };
    found.push({ from: at, to: end, value });
  }
  return found;
}

/** Whether the kernel holds the address, as stretches; unknown counts as the last that was known. */
export function holding(recording: Recording, node: string): Stretch<boolean>[] {
  const { cast, ended } = recording;
  const known = insideOf(recording, node).filter(({ inside }) => inside.addresses !== undefined);
  return stretches(known, ended, ({ addresses }) => addresses!.includes(cast.virtualAddress));
}

/** keepalived's state and priority for the address; undefined while it does not run. */
export function vrrp(recording: Recording, node: string) {
  const known = insideOf(recording, node).filter(({ inside }) => inside.keepalived !== 'unknown');
  return stretches(known, recording.ended, (inside) => {
    const one = inside.vrrp.find(({ addresses }) => addresses.includes(recording.cast.virtualAddress));
    return one && { state: one.state, priority: one.effectivePriority };
  });
}

/** What HAProxy says of its servers: status by `backend/server`; undefined while it does not run. */
export function servers(recording: Recording, node: string) {
  const known = insideOf(recording, node).filter(({ inside }) => inside.haproxy !== 'unknown');
  return stretches(known, recording.ended, ({ haproxy, backends }) =>
    haproxy === 'down'
      ? undefined
      : backends.flatMap(({ name, servers: list }) =>
          list.map((server) => ({ name: `${name}/${server.name}`, address: server.address, status: server.status })),
        ),
  );
}
