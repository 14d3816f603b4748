/** What a drill found: plain JSON, for the panel, Markdown, SVG and the command line. Times in milliseconds. */
import type { Advice, DrillId, Forecast, Measure } from '../../../../server/src/protocol';

/** One thing that was looked at before the fault was caused. */
export interface PreflightCheck {
  /** `Exactly one load balancer is MASTER` */
  readonly what: string;
  readonly ok: boolean;
  /** What was seen: `mylb1`. */
  readonly found: string;
}

export const LANES = ['fault', 'haproxy', 'keepalived', 'address', 'arp', 'client'] as const;

/**
 * - `fault`: caused and healed.
 * - `haproxy`: what HAProxy on a node says of its servers, and whether it runs.
 * - `keepalived`: states of an instance on a node, by keepalived's own words.
 * - `address`: whether the kernel of a node holds the virtual address.
 * - `arp`: gratuitous ARP for the virtual address, as the probe hears it.
 * - `client`: what the requests of the probe came to.
 */
export type Lane = (typeof LANES)[number];

/** `good`: as it should be; `bad`: it fails; `change`: neither, something is told. */
export type Tone = 'good' | 'bad' | 'change';

/** Something on the timeline: at a moment, or from one to another. */
export interface TimelineEvent {
  readonly lane: Lane;
  /** Which node it is about; `null`: the client, or no node of the lab. */
  readonly node: string | null;
  /** From the moment of the fault; negative before it. */
  readonly at: number;
  /** Its end, for what lasts; `null` for what is over at once. */
  readonly until: number | null;
  readonly tone: Tone;
  /** `MASTER`, `holds 10.77.0.100`, `be_web/myweb1 DOWN`, `31 of 31 requests failed: timeout`. */
  readonly text: string;
}

export interface Timeline {
  /** First and last moment that was watched, from the fault. */
  readonly begin: number;
  readonly end: number;
  /** When the fault was healed; `null` when it was not (the run broke off, or it is healed outside). */
  readonly healed: number | null;
  /** In the order of `at`. */
  readonly events: readonly TimelineEvent[];
}

/** What was measured, in the terms of the forecast. */
export interface Measured {
  /** Who held the address when the faulty state was steady. */
  readonly holders: readonly string[];
  /** `null`: it did not happen while it was watched. */
  readonly measures: Readonly<Record<Measure, number | null>>;
  /** Requests that were sent between fault and healing, and how many of these were answered in time and well. */
  readonly requests: { readonly sent: number; readonly answered: number };
}

/** What the person expected before the drill began. */
export interface Guess {
  readonly measure: Measure;
  readonly value: number;
}

/** A configuration that the lab ran, as it stood when the drill began. */
export interface RunConfiguration {
  /** Relative to the lab's folder, with `/`. */
  readonly file: string;
  /** Passwords are replaced by asterisks. */
  readonly lines: readonly string[];
}

/** Whether one prediction came true. */
export interface Agreement {
  readonly measure: Measure | 'holders';
  readonly agrees: boolean;
  /** How far outside of the prediction is still taken as agreement, in the unit of the measure. */
  readonly tolerance: number;
}

export interface DrillReport {
  /** Of this shape. */
  readonly format: 1;
  readonly drill: { readonly id: DrillId; readonly title: string; readonly does: string };
  readonly lab: {
    readonly project: string;
    readonly template: string | null;
    /** `10.77.0.100` */
    readonly address: string;
    readonly target: string;
  };
  /** When it began: ISO 8601, UTC. */
  readonly time: string;
  /** By node: `{ mylb1: { haproxy: '3.0.11', keepalived: '2.3.3' } }`; what does not run is left out. */
  readonly versions: Readonly<Record<string, { readonly haproxy?: string; readonly keepalived?: string }>>;
  readonly traffic: {
    readonly url: string;
    /** Requests a second. */
    readonly rate: number;
    readonly timeout: number;
  };
  readonly preflight: readonly PreflightCheck[];
  /** `null` where nobody could be asked for one, or a configuration is not reckonable; `noForecast` then says why. */
  readonly forecast: Forecast | null;
  readonly noForecast: string | null;
  /** Only when the person was asked. */
  readonly guess?: Guess;
  /** What ran, for comparing two runs. */
  readonly configurations?: readonly RunConfiguration[];
  /** `null` when the run was discarded before anything could be measured. */
  readonly measured: Measured | null;
  readonly agreement: readonly Agreement[];
  readonly timeline: Timeline;
  /** Why the numbers mean nothing: the probe itself stalled, or the drill was cancelled. `null`: they count. */
  readonly discarded: string | null;
  /** One sentence. */
  readonly verdict: string;
  /** The forecast's advice, where what was measured bears it out. */
  readonly advice: Advice | null;
}
