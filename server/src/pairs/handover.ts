import type { NodeInstance, Track } from './node';

/** What becomes of the addresses when something that the first node tracks fails there, and nowhere else. */
export interface Handover {
  readonly moves: boolean;
  /** The calculation: `110 - 20 = 90 < 100: hands over`. */
  readonly sum: string;
  /** Two nodes end up with the same priority: the higher address decides. */
  readonly tie: boolean;
  /** The instance goes down, whatever its priority. */
  readonly fault: boolean;
  /** Of a file: the numbers in it that count as its failure, such as `-2 or less`. */
  readonly values?: string;
}

/** Limits of an effective priority: 0 and 255 have meanings of their own (RFC 5798, 5.2.4). */
const LOWEST = 1;
const HIGHEST = 254;
/** The owner of the addresses: nothing changes its priority. */
const OWNER = 255;
/** What a number in a file, times its weight, can add; what comes to -254 or less takes the instance down (keepalived.conf(5)). */
const MOST_ADDED = 253;
const FAULT = -254;

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
  const { weight } = track;
  // The number in a file is not known: while all is well it counts as what it begins with.
  if (track.kind === 'file') return Math.min(MOST_ADDED, Math.max(FAULT, track.initial * multiplier(track)));
  const effect = weight >= 0 ? (good ? weight : 0) : good ? 0 : weight;
  return track.reverse ? -effect : effect;
}

/** What a number in a file is multiplied by. */
function multiplier({ weight, reverse }: Track): number {
  return reverse ? -weight : weight;
}

function clamp(one: NodeInstance, priority: number): number {
  return one.priority.value === OWNER ? OWNER : Math.min(HIGHEST, Math.max(LOWEST, priority));
}

/** Whether `backup` takes over from `master` when `track` fails there; `undefined`: it cannot be told. */
export function handover(master: NodeInstance, backup: NodeInstance, track: Track): Handover | undefined {
  if (!Number.isInteger(track.weight)) return undefined;
  if (track.kind === 'file') return fileHandover(master, backup, track);
  if (track.weight === 0) return DOWN;
  const before = peacePriority(master);
  const after = priorityWithout(master, track);
  const other = peacePriority(backup);
  const change = after - before;
  const sum = `${before} ${change < 0 ? '-' : '+'} ${Math.abs(change)} = ${after}`;
  const stays = { moves: false, fault: false, tie: false };
  if (after > other) return { ...stays, sum: `${sum} > ${other}: the address never moves` };
  if (after === other) return { ...stays, sum: `${sum} = ${other}: the higher address decides`, tie: true };
  if (backup.nopreempt)
    return { ...stays, sum: `${sum} < ${other}, but nopreempt keeps ${backup.node} from taking over` };
  return { ...stays, moves: true, sum: `${sum} < ${other}: hands over` };
}

const DOWN: Handover = { moves: true, sum: 'fault state: hands over', tie: false, fault: true };

/** From which number in a file on the address moves: enough to fall below the backup, else to take the instance down. */
function fileHandover(master: NodeInstance, backup: NodeInstance, track: Track): Handover {
  if (track.weight === 0) return { ...DOWN, values: track.reverse ? '0' : 'anything but 0' };
  const others = { ...master, tracks: master.tracks.filter((other) => other !== track) };
  const [before, other] = [peacePriority(others), peacePriority(backup)];
  const lowers = !backup.nopreempt && other > LOWEST && before < OWNER;
  const needed = lowers ? Math.max(0, Math.min(-FAULT, before - other + 1)) : -FAULT;
  const size = Math.abs(track.weight);
  const count = Math.max(1, Math.ceil(needed / size));
  const values = multiplier(track) > 0 ? `-${count} or less` : `${count} or more`;
  const product = count === 1 ? `${size}` : `${count} × ${size}`;
  if (count * size >= -FAULT) return { ...DOWN, values, sum: `-${product} is below -${MOST_ADDED}: ${DOWN.sum}` };
  const after = Math.max(LOWEST, before - count * size);
  return {
    moves: true,
    tie: false,
    fault: false,
    values,
    sum: `${before} - ${product} = ${after} < ${other}: hands over`,
  };
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
