/**
 * What pairs of keepalived 2.2.7 with priorities 101 and 100 were measured to do in network namespaces, checks every second
 * that count after two failures, one TCP connection every 20 ms for 12 s: what drills have to come to again.
 */
import type { DrillReport } from '../../client/src/lab/drills/report';
import type { DrillId } from '../../server/src/protocol';

export interface Golden {
  readonly fault: string;
  readonly drill: DrillId;
  /** What the lab's keepalived.conf have to be for it. */
  readonly edit?: (text: string) => string;
  /** Milliseconds within which it is the same: an advertisement interval, and a check's where one notices. */
  readonly tolerance: number;
  /** The program behind the address went on: in a drill it is what fails, and clients wait for the check, too. */
  readonly check?: true;
  readonly was: Outcome;
}

/** Times in milliseconds; lost: requests at 50 a second. */
export interface Outcome {
  /** Until the other one was MASTER. */
  readonly master: number | null;
  readonly gap: number;
  readonly lost: number | null;
  /** Both hold the address behind it, and the first of them still works. */
  readonly both: boolean;
}

const ADVERT = 1_000;
const CHECK = 1_000;

export const GOLDEN: readonly Golden[] = [
  {
    fault: 'crash, VRRP 2 every second',
    drill: 'lb-killed',
    tolerance: ADVERT,
    was: { master: 3_270, gap: 3_260, lost: 163, both: false },
  },
  {
    fault: 'orderly stop',
    drill: 'lb-stopped',
    tolerance: ADVERT,
    was: { master: 620, gap: 460, lost: 23, both: false },
  },
  {
    fault: 'check fails, no weight (FAULT)',
    drill: 'haproxy-killed',
    edit: (text) => text.replace(/\bweight 2\b/, 'weight 0'),
    tolerance: ADVERT + CHECK,
    check: true,
    was: { master: 1_650, gap: 460, lost: null, both: false },
  },
  {
    fault: 'check fails, weight -20',
    drill: 'haproxy-killed',
    edit: (text) => text.replace(/\bweight 2\b/, 'weight -20'),
    tolerance: ADVERT + CHECK,
    check: true,
    was: { master: 4_250, gap: 0, lost: null, both: false },
  },
  {
    fault: 'keepalived killed, HAProxy alive',
    drill: 'keepalived-killed',
    tolerance: ADVERT,
    was: { master: 3_230, gap: 0, lost: 0, both: true },
  },
  {
    fault: 'freeze',
    drill: 'lb-paused',
    tolerance: ADVERT,
    was: { master: 3_250, gap: 3_240, lost: 162, both: true },
  },
  {
    fault: 'link down in the node',
    drill: 'link-down',
    tolerance: ADVERT,
    was: { master: 3_230, gap: 3_220, lost: 161, both: false },
  },
  {
    fault: 'partition',
    drill: 'partition',
    tolerance: ADVERT,
    was: { master: 3_280, gap: 3_260, lost: 163, both: true },
  },
  {
    fault: 'crash, VRRP 3 every 0.1 s',
    drill: 'lb-killed',
    // Version 3 knows no password.
    edit: (text) =>
      text
        .replace('advert_int 1', 'advert_int 0.1')
        .replace('global_defs {', 'global_defs {\n    vrrp_version 3')
        .replace(/ *authentication \{[^}]*\}\n/, ''),
    tolerance: ADVERT / 10,
    was: { master: 356, gap: 340, lost: 17, both: false },
  },
];

export function outcomeOf({ check }: Golden, { lab, timeline, measured }: DrillReport): Outcome {
  const taken = timeline.events.find(
    ({ lane, node, at, text }) => lane === 'keepalived' && node !== lab.target && at > 0 && text.startsWith('MASTER'),
  );
  const { vipGap, clientGap, lost } = measured!.measures;
  return {
    master: taken?.at ?? null,
    gap: (check ? vipGap : clientGap) ?? 0,
    lost: check ? null : lost,
    both: measured!.holders.length > 1,
  };
}

/** The parts that are otherwise than they were. */
export function differences({ was, tolerance }: Golden, now: Outcome): (keyof Outcome)[] {
  const off = (one: number | null, other: number | null, most: number) =>
    (one === null) !== (other === null) || Math.abs((one ?? 0) - (other ?? 0)) > most;
  return [
    ...(off(was.master, now.master, tolerance) ? ['master' as const] : []),
    ...(off(was.gap, now.gap, tolerance) ? ['gap' as const] : []),
    ...(off(was.lost, now.lost, (tolerance / 1000) * 50) ? ['lost' as const] : []),
    ...(was.both === now.both ? [] : ['both' as const]),
  ];
}
