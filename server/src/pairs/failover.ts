/**
 * How long a failover takes, out of what the nodes are configured to do (RFC 5798, 6.1; keepalived's vrrp_scheduler.c).
 * Numbers in, numbers out, times in seconds: whoever measures a failover can hold it against this.
 */

/** What happens to the master. */
export type Fault =
  /** The machine is gone at once. */
  | 'crash'
  /** It stands still; its kernel may go on answering for the address. */
  | 'freeze'
  /** It goes on, but the others no longer hear it. */
  | 'partition'
  /** Its interface goes down. */
  | 'link'
  /** keepalived is killed, everything else goes on. */
  | 'kill'
  /** keepalived is told to stop. */
  | 'stop'
  /** Something that it tracks fails. */
  | 'check';

/** What a node's part in a failover depends on. */
export interface FailoverNode {
  readonly version: number;
  /** Seconds between advertisements. */
  readonly interval: number;
  /** Effective priority in peace. */
  readonly priority: number;
  /** Advertisements that may be missing before it takes over; keepalived's `down_timer_adverts`. */
  readonly adverts: number;
}

/** What the master tracks, and what its failure does there. */
export interface FailoverCheck {
  readonly interval: number;
  readonly fall: number;
  /** `fault`: the node gives up; `priority`: its priority falls below the other's; `stays`: it does not. */
  readonly effect: 'fault' | 'priority' | 'stays';
}

/** The setting that decides most of the time. */
export type Dominant = 'advert_int' | 'priority' | 'interval';

/** From `least` to `most`, by where in its rhythm the fault meets the node. */
export interface Interval {
  readonly least: number;
  readonly most: number;
}

export interface Prediction {
  readonly fault: Fault;
  /** Until the master itself knows. */
  readonly noticed: Interval;
  /** Until the other node is master; `undefined`: it never is. */
  readonly takeover: Interval | undefined;
  /** For how long nobody answers for the address. */
  readonly gap: Interval;
  /** Both nodes hold the address behind it. */
  readonly both: boolean;
  readonly dominant: Dominant;
  /** The reckoning of the longest time: `3 × 1 s + (256 - 100)/256 s`. */
  readonly sum: string;
}

const NONE: Interval = { least: 0, most: 0 };

/**
 * What a fault of `master` comes to when `backup` is the next in line.
 * @param check what fails, for the fault `check`.
 */
export function predict(fault: Fault, master: FailoverNode, waiting: FailoverNode, check?: FailoverCheck): Prediction {
  // With VRRP 3 a backup counts in the interval that the master sends (RFC 5798, 6.1: Master_Adver_Interval).
  const backup = waiting.version === 3 ? { ...waiting, interval: master.interval } : waiting;
  const silence = silent(master, backup);
  const bySilence = { fault, noticed: NONE, takeover: silence, dominant: dominantOf(backup), sum: silenceSum(backup) };
  const skewed = { least: skew(backup), most: skew(backup) };
  switch (fault) {
    case 'crash':
    case 'link':
      return { ...bySilence, gap: silence, both: false };
    case 'freeze':
    case 'partition':
      return { ...bySilence, gap: silence, both: true };
    case 'kill':
      // The address stays on its interface, and HAProxy goes on answering.
      return { ...bySilence, gap: NONE, both: true };
    case 'stop':
      return {
        fault,
        noticed: NONE,
        takeover: skewed,
        gap: skewed,
        both: false,
        dominant: backup.version === 3 ? dominantOf(backup) : 'priority',
        sum: skewSum(backup),
      };
    case 'check':
      return checked(check ?? { interval: 1, fall: 1, effect: 'fault' }, backup, silence);
  }
}

function checked(check: FailoverCheck, backup: FailoverNode, silence: Interval): Prediction {
  const noticed = { least: (check.fall - 1) * check.interval, most: check.fall * check.interval };
  const common = { fault: 'check', noticed, both: false } as const;
  const until = `${check.fall} × ${check.interval} s`;
  const dominates = (rest: number, other: Dominant): Dominant => (noticed.most >= rest ? 'interval' : other);
  if (check.effect === 'stays') return { ...common, takeover: undefined, gap: NONE, dominant: 'interval', sum: until };
  if (check.effect === 'priority') {
    // The backup hears lower priorities, drops them, and waits as if it heard nothing: the address is never gone.
    const takeover = { least: noticed.least + silence.least, most: noticed.most + silence.most };
    const dominant = dominates(silence.most, 'advert_int');
    return { ...common, takeover, gap: NONE, dominant, sum: `${until} + ${silenceSum(backup)}` };
  }
  const rest = skew(backup);
  const takeover = { least: noticed.least + rest, most: noticed.most + rest };
  const dominant = dominates(rest, 'priority');
  return { ...common, takeover, gap: { least: rest, most: rest }, dominant, sum: `${until} + ${skewSum(backup)}` };
}

/** What a backup waits longer, the lower its priority is: of several the best one is first. */
function skew({ version, priority, interval }: FailoverNode): number {
  return ((256 - priority) / 256) * (version === 3 ? interval : 1);
}

/** How long nothing is heard before the backup takes over; the last advertisement may be as old as their interval. */
function silent(master: FailoverNode, backup: FailoverNode): Interval {
  const most = masterDown(backup);
  return { least: Math.max(0, most - master.interval), most };
}

/** VRRP's Master_Down_Interval. */
export function masterDown(backup: FailoverNode): number {
  return backup.adverts * backup.interval + skew(backup);
}

function dominantOf(backup: FailoverNode): Dominant {
  return backup.version === 3 || backup.adverts * backup.interval >= skew(backup) ? 'advert_int' : 'priority';
}

function silenceSum(backup: FailoverNode): string {
  return `${backup.adverts} × ${backup.interval} s + ${skewSum(backup)}`;
}

function skewSum({ version, priority, interval }: FailoverNode): string {
  return `(256 - ${priority})/256 × ${version === 3 ? interval : 1} s`;
}
