/** Numbers from a recording. Pure. */
import type { Measure } from '../../../../server/src/protocol';
import { isGood, type TrafficResult } from '../traffic';
import { holding, servers, vrrp, type Recording } from './recording';
import type { Measured } from './report';

/** @param holders who held the address when the faulty state was steady. */
export function measured(recording: Recording, holders: readonly string[]): Measured {
  const { results, caused, healed } = recording;
  const during = results.filter(({ due }) => due >= caused && due < healed);
  const measures: Record<Measure, number | null> = {
    detection: detection(recording),
    vipGap: vipGap(recording),
    clientGap: clientGap(recording),
    lost: during.filter((result) => !isGood(result)).length,
    recovery: recovery(recording),
    failback: failback(recording),
  };
  for (const [measure, value] of Object.entries(measures)) {
    measures[measure as Measure] = value === null ? null : Math.round(value);
  }
  return { holders, measures, requests: { sent: during.length, answered: during.filter(isGood).length } };
}

function balancers({ cast: { holder, others } }: Recording): readonly string[] {
  return [holder, ...others];
}

/** The first thing, between two moments, that the part which has to react says. */
function detection(recording: Recording): number | null {
  const { drill, cast, caused, healed } = recording;
  const moments =
    drill.target === 'server'
      ? servers(recording, cast.holder)
          .filter(({ value }) =>
            value?.some(({ address, status }) => addressOf(address) === cast.addresses[cast.target] && status !== 'UP'),
          )
          .map(({ from }) => from)
      : balancers(recording).flatMap((node) => changesOfState(recording, node));
  const first = Math.min(...moments.filter((at) => at >= caused && at < healed));
  return Number.isFinite(first) ? first - caused : null;
}

/** When keepalived changed its state or priority; that it came or went is no reaction. */
function changesOfState(recording: Recording, node: string): number[] {
  const known = vrrp(recording, node);
  return known.flatMap(({ from, value }, index) => {
    const before = known[index - 1]?.value;
    // One that has just come up says what it begins with.
    if (!value || !before) return value?.state === 'MASTER' && index > 0 ? [from] : [];
    return [from];
  });
}

/** The longest time, between fault and healing, in which no load balancer that works holds the address. */
function vipGap(recording: Recording): number {
  const { drill, cast, caused, healed } = recording;
  const struck = drill.id === 'both-lbs-down' ? balancers(recording) : [cast.target];
  const held = balancers(recording).flatMap((node) => {
    const useless = drill.cutsOff && struck.includes(node);
    return holding(recording, node)
      .filter(({ value }) => value)
      .map(({ from, to }) => ({ from, to: useless ? Math.min(to, caused) : to }));
  });
  held.sort((a, b) => a.from - b.from);
  let [until, longest] = [caused, 0];
  for (const { from, to } of held) {
    if (from >= healed) break;
    longest = Math.max(longest, from - until);
    until = Math.max(until, to);
  }
  const gap = Math.max(longest, healed - until);
  // The kernels tell of one address after the other.
  return gap < 20 ? 0 : gap;
}

/** So many requests in a row that fail are a gap; fewer are the share of one server among several. */
const FEW = 4;
/** Milliseconds of a second. */
const PACE = 1000;
/** Milliseconds: who has waited so long has noticed, also when there was an answer in the end. */
const PATIENCE = 300;

/** The longest silence between good answers, in the order in which they were complete. */
function clientGap({ results, caused, healed, rate }: Recording): number {
  const good = results
    .filter(isGood)
    .map(({ done }) => done)
    .sort((a, b) => a - b);
  const before = good.filter((at) => at <= caused).at(-1) ?? caused;
  const times = [before, ...good.filter((at) => at > caused && at < healed), healed];
  const missed = results.filter((result) => !isGood(result) || result.done - result.due > PATIENCE);
  let longest = 0;
  for (const [index, at] of times.entries()) {
    if (index === 0) continue;
    const last = times[index - 1]!;
    // A short pause in which no request failed is one of the pace, or of the machine.
    const during = missed.filter(({ due }) => due >= last - PACE / rate && due < at).length;
    if (during >= FEW && at - last > (FEW * PACE) / rate) longest = Math.max(longest, at - last);
  }
  return longest;
}

/** The last thing that still changed after the healing. */
function recovery(recording: Recording): number {
  const { results, healed, ended } = recording;
  const changes = balancers(recording).flatMap((node) => [
    ...holding(recording, node).map(({ from }) => from),
    ...vrrp(recording, node).map(({ from }) => from),
    ...servers(recording, node).map(({ from }) => from),
  ]);
  const failed = results.filter((result: TrafficResult) => !isGood(result)).map(({ done }) => done);
  const last = Math.max(healed, ...[...changes, ...failed].filter((at) => at > healed && at <= ended));
  return last - healed;
}

/** Until the holder from before holds the address alone again; null where it never lost it, or had it back before. */
function failback(recording: Recording): number | null {
  const { cast, caused, healed, ended } = recording;
  const others = cast.others.flatMap((node) => holding(recording, node).filter(({ value }) => value));
  const own = holding(recording, cast.holder).filter(({ value }) => value);
  const moved =
    others.some(({ from, to }) => to > caused && from < healed) ||
    !own.some(({ from, to }) => from <= caused && to >= healed);
  if (!moved || own.at(-1)?.to !== ended) return null;
  const alone = Math.max(own.at(-1)!.from, ...others.map(({ to }) => to));
  return alone >= ended || alone < healed ? null : alone - healed;
}

function addressOf(address: string): string {
  return address.replace(/:\d+$/, '');
}
