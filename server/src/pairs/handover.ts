import type { NodeInstance, Track } from './node';

/** What becomes of the addresses when something that the first node tracks fails there, and nowhere else. */
export interface Handover {
  readonly moves: boolean;
  /** The calculation: `110 - 20 = 90 < 100: hands over`. */
  readonly sum: string;
  /** Two nodes end up with the same priority: the higher address decides. */
  readonly tie: boolean;
}

/** Limits of an effective priority: 0 and 255 have meanings of their own (RFC 5798, 5.2.4). */
const LOWEST = 1;
const HIGHEST = 254;

/** Priority while everything tracked is well: positive weights are added. */
export function peacePriority(one: NodeInstance): number {
  return clamp(
    one,
    one.tracks.reduce((sum, track) => sum + contribution(track, true), one.priority.value),
  );
}

/** Priority while `failed` is not well. */
function priorityWithout(one: NodeInstance, failed: Track): number {
  return clamp(
    one,
    one.tracks.reduce((sum, track) => sum + contribution(track, track !== failed), one.priority.value),
  );
}

/** What a result adds: a positive weight counts while it is good, a negative one while it is bad. */
function contribution(track: Track, good: boolean): number {
  // The number in a file is not known: it counts as 0 while all is well.
  if (track.kind === 'file') return 0;
  const { weight } = track;
  const effect = weight >= 0 ? (good ? weight : 0) : good ? 0 : weight;
  return track.reverse ? -effect : effect;
}

function clamp(one: NodeInstance, priority: number): number {
  return one.priority.value === 255 ? 255 : Math.min(HIGHEST, Math.max(LOWEST, priority));
}

/** Whether `backup` takes over from `master` when `track` fails there; `undefined`: it cannot be told. */
export function handover(master: NodeInstance, backup: NodeInstance, track: Track): Handover | undefined {
  if (track.kind === 'file' || !Number.isInteger(track.weight)) return undefined;
  if (track.weight === 0) return { moves: true, sum: 'fault state: hands over', tie: false };
  const before = peacePriority(master);
  const after = priorityWithout(master, track);
  const other = peacePriority(backup);
  const change = after - before;
  const sum = `${before} ${change < 0 ? '-' : '+'} ${Math.abs(change)} = ${after}`;
  if (after > other) return { moves: false, sum: `${sum} > ${other}: the address never moves`, tie: false };
  if (after === other) return { moves: false, sum: `${sum} = ${other}: the higher address decides`, tie: true };
  if (backup.nopreempt)
    return { moves: false, sum: `${sum} < ${other}, but nopreempt keeps ${backup.node} from taking over`, tie: false };
  return { moves: true, sum: `${sum} < ${other}: hands over`, tie: false };
}

/** The weight nearest to 0 with which a failure of `track` on `master` hands over to `backup`, if there is one. */
export function sufficientWeight(master: NodeInstance, backup: NodeInstance, track: Track): number | undefined {
  const others = { ...master, tracks: master.tracks.filter((other) => other !== track) };
  const weight = peacePriority(backup) - peacePriority(others) - 1;
  const reweighted = { ...track, weight, reverse: false };
  if (weight >= 0 || weight < -253) return undefined;
  const mended = { ...others, tracks: [...others.tracks, reweighted] };
  return handover(mended, backup, reweighted)?.moves ? weight : undefined;
}
