import { type FailoverCheck, type FailoverNode, type Fault, predict, type Prediction } from './failover';
import { handover, peacePriority } from './handover';
import type { NodeInstance, Placed, Track } from './node';

/** keepalived's default (keepalived.conf(5)). */
const DEFAULT_INTERVAL = 1;

/** A prediction for two nodes, with what it is about and the line that decides most of it. */
export interface PlacedPrediction extends Prediction {
  /** What fails, for the fault `check`. */
  readonly track?: Track;
  /** Of a file: the numbers in it that count as its failure. */
  readonly values?: string;
  /** The line; `undefined`: the default. */
  readonly line: Placed<unknown> | undefined;
  readonly master: NodeInstance;
  readonly backup: NodeInstance;
}

/** The faults that people ask for first. */
const FAULTS: readonly Fault[] = ['crash', 'link', 'stop'];

/** What a failover takes for each fault, and for each thing that the master tracks. */
export function predictions(master: NodeInstance, backup: NodeInstance): PlacedPrediction[] {
  const [from, to] = [failoverNode(master), failoverNode(backup)];
  const placed = (prediction: Prediction, track?: Track): PlacedPrediction => ({
    ...prediction,
    ...(track && { track }),
    line: lineOf(prediction, master, backup, track),
    master,
    backup,
  });
  return [
    ...FAULTS.map((fault) => placed(predict(fault, from, to))),
    ...master.tracks.flatMap((track) => {
      const check = checkOf(master, backup, track);
      if (!check) return [];
      const values = handover(master, backup, track)?.values;
      return [{ ...placed(predict('check', from, to, check), track), ...(values !== undefined && { values }) }];
    }),
  ];
}

/** An instance as the reckoning sees it. */
export function failoverNode(one: NodeInstance): FailoverNode {
  return {
    version: one.version,
    interval: one.advertInterval?.value ?? DEFAULT_INTERVAL,
    priority: peacePriority(one),
    adverts: one.downAdverts,
  };
}

/** What a failure of `track` does; `undefined`: it cannot be told. */
export function checkOf(master: NodeInstance, backup: NodeInstance, track: Track): FailoverCheck | undefined {
  const result = handover(master, backup, track);
  if (!result || result.tie || !Number.isFinite(track.interval * track.fall)) return undefined;
  const { interval, fall } = track;
  return { interval, fall, effect: result.fault ? 'fault' : result.moves ? 'priority' : 'stays' };
}

function lineOf(
  { dominant }: Prediction,
  master: NodeInstance,
  backup: NodeInstance,
  track?: Track,
): Placed<unknown> | undefined {
  if (dominant === 'interval') return track?.intervalPlace;
  if (dominant === 'priority') return backup.priority;
  return backup.version === 3 ? master.advertInterval : backup.advertInterval;
}
