/**
 * What each drill comes to, out of the configurations of the nodes: the same reckoning as in hovers (failover.ts),
 * with what HAProxy adds. Milliseconds out, from numbers and lines in.
 */
import type { ForecastTraffic, Measure } from '../../protocol';
import { predict } from '../failover';
import { handover } from '../handover';
import type { NodeInstance, Track } from '../node';
import { checkOf, failoverNode } from '../prediction';
import { checksSpan, ofServer } from './server';
import type { Member, Outcome, Situation } from './situation';
import {
  failbackSpan,
  firstChecks,
  lasting,
  longer,
  ms,
  NOTHING,
  type Place,
  placeOf,
  riseSpan,
  type Span,
  span,
  startSpan,
  STARTUP,
} from './spans';

/** `undefined`: HAProxy does not balance the target. */
export function outcome(situation: Situation): Outcome | undefined {
  switch (situation.drill) {
    case 'web-stop':
    case 'web-500':
    case 'web-slow':
    case 'server-drain':
    case 'server-maintenance':
      return ofServer(situation);
    default:
      return withLosses(ofPair(situation), situation.traffic);
  }
}

type Pair = Omit<Outcome, 'measures'> & {
  readonly measures: Readonly<Record<Exclude<Measure, 'lost'>, Span | null>>;
};

/** Requests are lost while nobody answers; in a gap shorter than their patience, some wait and are answered after all. */
function withLosses(pair: Pair, { rate, timeout }: ForecastTraffic): Outcome {
  const gap = pair.measures.clientGap ?? NOTHING;
  const count = (time: number): number => Math.round((time / 1000) * rate);
  const lost: Span = {
    low: gap.high !== null && gap.high < timeout ? 0 : count(gap.low),
    high: gap.high === null ? null : count(gap.high),
    sum: gap.high === 0 ? gap.sum : `${rate} requests a second for ${gap.sum}`,
    at: gap.at,
  };
  return { ...pair, measures: { ...pair.measures, lost } };
}

function ofPair({ drill, holder, backup }: Situation): Pair {
  const [from, to] = [failoverNode(holder.instance), failoverNode(backup.instance)];
  const seconds = from.interval;
  const rhythm = seconds * 1000;
  const advert = placeOf(to.version === 3 ? holder.instance.advertInterval : backup.instance.advertInterval);
  const gone = predict('crash', from, to);
  const silence = span(gone.takeover!, gone.sum, advert);
  const stopped = predict('stop', from, to);
  const skew = span(stopped.takeover!, stopped.sum, placeOf(backup.instance.priority));
  const back = failbackSpan(holder.instance);
  const starts = backup.name;
  const moved = { holders: [starts], holdersAt: advert, rhythm };
  const both = { ...moved, holders: [holder.name, backup.name] };
  const nobody = { holders: [], holdersAt: undefined, rhythm };
  // Its advertisement puts the other one in its place.
  const reunited: Span = { low: 0, high: rhythm, sum: `the next advertisement, within ${ms(rhythm)}`, at: advert };
  const starting = startSpan(holder.instance);
  switch (drill) {
    case 'haproxy-killed':
      return ofCheck(holder, backup, rhythm);
    case 'keepalived-killed':
      return {
        ...both,
        holdersSum: 'nobody takes the address from the dead keepalived’s node, and the other one takes over',
        measures: { detection: silence, vipGap: NOTHING, clientGap: NOTHING, recovery: starting, failback: starting },
      };
    case 'lb-stopped':
      return {
        ...moved,
        holdersSum: 'it says that it leaves (priority 0)',
        measures: { detection: skew, vipGap: skew, clientGap: skew, recovery: starting, failback: starting },
      };
    case 'lb-killed':
      return {
        ...moved,
        holdersSum: 'it is heard no more',
        measures: { detection: silence, vipGap: silence, clientGap: silence, recovery: starting, failback: starting },
      };
    case 'lb-paused':
      return {
        ...both,
        holdersSum: 'the frozen node keeps its address, and the other one takes over',
        measures: { detection: silence, vipGap: silence, clientGap: silence, recovery: reunited, failback: reunited },
      };
    case 'link-down':
      return {
        ...moved,
        holdersSum: 'it notices at once, but cannot say so',
        measures: {
          detection: NOTHING,
          vipGap: silence,
          clientGap: silence,
          recovery: longer(back ?? NOTHING, checksSpan(holder)),
          failback: back,
        },
      };
    case 'partition':
      return {
        ...both,
        holdersSum: 'each hears nothing of the other',
        measures: {
          detection: silence,
          vipGap: silence,
          clientGap: silence,
          recovery: longer(reunited, checksSpan(holder)),
          failback: reunited,
        },
      };
    case 'vrrp-one-way':
      return {
        ...both,
        holdersSum: `${backup.name} hears nothing, and ${holder.name} ignores its lower priority`,
        measures: { detection: silence, vipGap: NOTHING, clientGap: NOTHING, recovery: reunited, failback: reunited },
      };
    case 'no-net-admin':
      return {
        ...nobody,
        holdersSum: `${holder.name} has the higher priority and may not set the address`,
        measures: {
          detection: skew,
          vipGap: lasting('as long as it may not set addresses'),
          clientGap: lasting('as long as it may not set addresses'),
          recovery: starting,
          failback: starting,
        },
      };
    case 'wrong-vrid':
      return apart(both, backup, advert, 'another virtual_router_id is another router');
    case 'wrong-password':
      // Version 3 has no authentication (RFC 5798, 9): the line is not used.
      return to.version === 3
        ? unmoved(holder, rhythm, 'VRRP 3 knows no password')
        : apart(both, backup, advert, 'what comes with another password is dropped');
    case 'preempt':
      return back === null
        ? unmoved(backup, rhythm, `${holder.name} has nopreempt`)
        : {
            ...moved,
            holders: [holder.name],
            holdersSum: 'the higher priority takes over again',
            measures: { detection: starting, vipGap: NOTHING, clientGap: NOTHING, recovery: NOTHING, failback: null },
          };
    case 'nopreempt':
      return {
        ...unmoved(backup, rhythm, 'with nopreempt whoever has the address keeps it'),
        measures: { ...still(), recovery: starting, failback: starting },
      };
    default:
      return {
        ...nobody,
        holdersSum: 'no load balancer is left',
        measures: {
          detection: null,
          vipGap: lasting('as long as both are down'),
          clientGap: lasting('as long as both are down'),
          recovery: starting,
          failback: starting,
        },
      };
  }
}

const still = () => ({ detection: null, vipGap: NOTHING, clientGap: NOTHING, recovery: NOTHING, failback: null });

function unmoved({ name }: Member, rhythm: number, holdersSum: string): Pair {
  return { holders: [name], holdersSum, holdersAt: undefined, rhythm, measures: still() };
}

/** The backup no longer hears the holder, by its own configuration: it starts, waits, and takes over as well. */
function apart(
  both: Omit<Pair, 'measures' | 'holdersSum'>,
  backup: Situation['backup'],
  advert: Place,
  holdersSum: string,
): Pair {
  const alone: Span = { ...startSpan(backup.instance), at: advert };
  const told: Span = { low: 0, high: STARTUP / 2, sum: `up to ${ms(STARTUP / 2)} to start`, at: undefined };
  const checked = firstChecks(backup.instance);
  const whole = { ...told, high: told.high! + checked, sum: checked ? `${told.sum} + ${ms(checked)}` : told.sum };
  return {
    ...both,
    holdersSum,
    measures: { detection: alone, vipGap: NOTHING, clientGap: NOTHING, recovery: whole, failback: told },
  };
}

/** HAProxy is gone on the holder: what its checks make of that. */
function ofCheck(holder: Situation['holder'], backup: Situation['backup'], rhythm: number): Pair {
  const [from, to] = [holder.instance, backup.instance];
  const candidates = from.tracks.flatMap((track) => {
    if (track.kind !== 'script' && track.kind !== 'process') return [];
    const check = checkOf(from, to, track);
    return check ? [{ track, prediction: predict('check', failoverNode(from), failoverNode(to), check), check }] : [];
  });
  const [first] = candidates.sort(
    (a, b) => (a.prediction.takeover?.most ?? Infinity) - (b.prediction.takeover?.most ?? Infinity),
  );
  if (!first) {
    const gap = lasting('keepalived looks at nothing that would fail', placeOf(from.head));
    return {
      ...unmoved(holder, rhythm, 'keepalived does not notice'),
      measures: { ...still(), clientGap: gap },
    };
  }
  const { track, prediction, check } = first;
  const interval = placeOf(track.intervalPlace) ?? placeOf(track.entry);
  const detection = span(prediction.noticed, `${check.fall} × ${check.interval} s`, interval);
  const sum = handover(from, to, track)?.sum ?? '';
  const weight = placeOf(track.weightPlace) ?? placeOf(track.entry);
  const common = { holdersSum: sum, holdersAt: weight, rhythm: rhythm + check.interval * 1000 };
  const rises = riseSpan(track);
  if (!prediction.takeover) {
    const gap = lasting(sum, weight);
    return {
      ...common,
      holders: [holder.name],
      measures: { detection, vipGap: NOTHING, clientGap: gap, recovery: rises, failback: null },
    };
  }
  const takeover = span(prediction.takeover, prediction.sum, lineFor(prediction.dominant, from, to, track));
  const back = failbackSpan(from, track);
  return {
    ...common,
    holders: [backup.name],
    measures: {
      detection,
      vipGap: span(prediction.gap, prediction.sum.split(' + ').at(-1)!, placeOf(to.priority)),
      clientGap: takeover,
      recovery: back ?? rises,
      failback: back,
    },
  };
}

function lineFor(dominant: string, from: NodeInstance, to: NodeInstance, track: Track): Place {
  if (dominant === 'interval') return placeOf(track.intervalPlace) ?? placeOf(track.entry);
  if (dominant === 'priority') return placeOf(to.priority);
  return placeOf(to.version === 3 ? from.advertInterval : to.advertInterval);
}
