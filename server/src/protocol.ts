/** What client and server say to each other beyond the protocol; the only file of the server that the client imports. */

export type { Landmark } from './core/landmarks';

/** `initializationOptions`. */
export interface InitializationOptions {
  /** The workspace is trusted: `haproxy -v` and `keepalived -v` may be run to learn the versions. Default: true. */
  readonly trusted?: boolean;
  /** Folder (URI) of the rules' pages; default: `docs/rules` beside the server's folder. */
  readonly rulePages?: string;
}

/** Notification to the server, without parameters: the workspace has become trusted. */
export const TRUSTED = 'haconf/trusted';

/** Request to the server: in which version a document is read, and why. Parameters `ReadingParams`, answer `Reading | null`. */
export const READING = 'haconf/reading';

/** Notification to the client, without parameters: answers to `READING` may be other than before. */
export const READING_CHANGED = 'haconf/readingChanged';

export interface ReadingParams {
  readonly uri: string;
}

export interface Reading {
  readonly language: 'haproxy' | 'keepalived';
  /** `3.2`. */
  readonly version: string;
  /** Where the version was learnt, for people: `the setting haproxy.version`, `haproxy on this machine`. */
  readonly source: string;
  /** What was found there, when it is no version that is supported and `version` is the nearest one. */
  readonly found?: string;
}

/** Request to the server: what a drill will come to. Parameters `ForecastParams`, answer `Forecast | NoForecast`. */
export const FORECAST = 'haconf/forecast';

/** Every drill; each is a file of its own under client/src/lab/drills. */
export const DRILLS = [
  'web-stop',
  'web-500',
  'web-slow',
  'server-drain',
  'server-maintenance',
  'haproxy-killed',
  'keepalived-killed',
  'lb-stopped',
  'lb-killed',
  'lb-paused',
  'link-down',
  'partition',
  'vrrp-one-way',
  'no-net-admin',
  'wrong-vrid',
  'wrong-password',
  'preempt',
  'nopreempt',
  'both-lbs-down',
] as const;

export type DrillId = (typeof DRILLS)[number];

/** What a drill predicts and measures. Milliseconds, but for `lost`: requests. */
export const MEASURES = ['detection', 'vipGap', 'clientGap', 'lost', 'recovery', 'failback'] as const;

/**
 * - `detection`: from the fault until the part that has to react knows: HAProxy marks the server, keepalived changes its state.
 * - `vipGap`: for how long no node that works holds the virtual address.
 * - `clientGap`: the longest time without an answer, counted to the completion of the first one afterwards.
 * - `lost`: requests without an answer in time, or with an error as answer.
 * - `recovery`: from the healing until everything is as before: servers UP, both keepalived running, one holder.
 * - `failback`: from the healing until the node that held the address before holds it again.
 */
export type Measure = (typeof MEASURES)[number];

/** A line of a configuration. It never holds a password. */
export interface SourceLine {
  readonly uri: string;
  /** From 0. */
  readonly line: number;
  /** Without indentation and end: `advert_int 1`. */
  readonly text: string;
}

/** What is predicted of one measure. */
export interface Expectation {
  readonly low: number;
  /** `null`: as long as the fault lasts. */
  readonly high: number | null;
  /** How the longest case is reckoned: `3 × 1 s + (256 - 100)/256 × 1 s`. */
  readonly sum: string;
  /** What decides most of it; `null`: a default that no line changes, or nothing of the configuration. */
  readonly line: SourceLine | null;
}

/** The line to change, and what that is worth. */
export interface Advice {
  readonly line: SourceLine;
  /** What to write in the place of `line.text`. */
  readonly replacement: string;
  readonly measure: Measure;
  /** The predicted longest case now and afterwards, in the unit of the measure; `null`: as long as the fault lasts. */
  readonly before: number | null;
  readonly after: number | null;
  /** One sentence: `With weight -20 mylb2 takes over, 5.61 s after HAProxy is gone.` */
  readonly text: string;
}

export interface Forecast {
  readonly drill: DrillId;
  /** The node or server that the fault strikes. */
  readonly target: string;
  /** Who holds the virtual address while the fault lasts, once it is steady: none, one, or several at once. */
  readonly holders: readonly string[];
  /** Why: `103 - 2 = 101 < 102: hands over`. */
  readonly holdersSum: string;
  /** What decides who it is. */
  readonly holdersLine: SourceLine | null;
  /** `null`: it does not happen. */
  readonly measures: Readonly<Record<Measure, Expectation | null>>;
  /** What a measurement may lie outside of a prediction and still agree: one step of the rhythm that notices the fault. */
  readonly tolerance: number;
  readonly advice: Advice | null;
}

/** Why there is none. */
export interface NoForecast {
  readonly because: string;
}

/** A configuration as a node runs it. */
export interface NodeText {
  /** Where it stands in the workspace, for lines that are pointed at. */
  readonly uri: string;
  readonly text: string;
}

export interface ForecastNode {
  readonly name: string;
  /** IPv4 address on the lab's network: servers are found by it, and it decides between equal priorities. */
  readonly address: string;
  readonly keepalived?: NodeText | undefined;
  readonly haproxy?: NodeText | undefined;
}

/** All that a forecast depends on: with the same parameters it is the same. */
export interface ForecastParams {
  readonly drill: DrillId;
  /** Name of the node that the fault strikes. */
  readonly target: string;
  /** Load balancer that holds the address. */
  readonly holder: string;
  readonly nodes: readonly ForecastNode[];
  /** What clients ask for at the virtual address. */
  readonly traffic: ForecastTraffic;
}

export interface ForecastTraffic {
  /** The virtual address. */
  readonly address: string;
  readonly port: number;
  /** Requests a second. */
  readonly rate: number;
  /** Milliseconds after which a request without an answer is lost. */
  readonly timeout: number;
}

/** Request to the server: lines that something stands behind when the configuration runs. Parameters and answer below. */
export const LANDMARKS = 'haconf/landmarks';

/** The answer is `Landmark[]`, in the order of the text. */
export interface LandmarksParams {
  readonly uri: string;
}
