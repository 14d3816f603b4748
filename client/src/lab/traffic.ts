/**
 * Requests to the virtual address, or to another address of the lab, at a steady pace from inside the probe (open loop:
 * a slow answer delays no other request). Times are those of CLOCK_MONOTONIC, which all containers of an engine share.
 *
 *   const traffic = startTraffic(engine, plan, { rate: 50, seconds: 60, signal });
 *   for await (const event of traffic) if (event.kind === 'result') ...
 *   traffic.stop();                       // the loop ends
 *
 * Another pace or target is another traffic: stop this one and start the next.
 */
import { containersOf } from './containers';
import type { Engine } from './dockerApi';
import { mapError } from './errorMap';
import { LabError } from './errors';
import { listen } from './nodeStream';
import type { LabPlan } from './plan';
import type { Report } from './reports';

const PROGRAM = '/usr/local/lib/haconf/traffic';
const MOST_RATE = { http: 200, https: 20 } as const;
/** An hour. */
const MOST_SECONDS = 3_600;
/** Results that may wait for whoever reads. */
const MOST_WAITING = 20_000;

export interface TrafficOptions {
  readonly scheme?: 'http' | 'https' | undefined;
  /** IPv4; the first virtual address when not given. */
  readonly address?: string | undefined;
  /** 8080, or 8443 for https, when not given. */
  readonly port?: number | undefined;
  /** `/healthz` when not given. */
  readonly path?: string | undefined;
  /** Requests a second: 1 to 200, for https 1 to 20: each is a TLS process of its own. */
  readonly rate: number;
  /** Milliseconds after which a request has failed; 1000 when not given. TCP sends a lost SYN again after 1 s. */
  readonly timeout?: number | undefined;
  /** It ends by itself after so many. */
  readonly seconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** What became of one request. Times in milliseconds. */
export interface TrafficResult {
  readonly kind: 'result';
  /** From 0, in the order in which they were due; they are reported in the order in which they are over. */
  readonly index: number;
  readonly due: number;
  readonly sent: number;
  /** When the whole answer was there, or it failed. */
  readonly done: number;
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** Why there was no answer: `timeout`, `connection refused`; undefined when there was one, whatever its status. */
  readonly error: string | undefined;
  /** Load balancer and server that answered, as far as the answer tells. */
  readonly balancer: string | undefined;
  readonly server: string | undefined;
}

/** The probe itself stood still: a request was sent this much late, and what was measured around `at` means nothing. */
export interface TrafficStall {
  readonly kind: 'stall';
  readonly at: number;
  readonly late: number;
}

export type TrafficEvent = TrafficResult | TrafficStall;

/** Answered, and with no error of a server: what a client is content with. */
export function isGood({ status }: TrafficResult): boolean {
  return status !== undefined && status < 500;
}

interface RawResult {
  n: number;
  due: number;
  sent: number;
  done: number;
  status: number | null;
  error: string | null;
  lb: string | null;
  server: string | null;
}

/** One run of the generator. It begins at once; iterate it once. */
export class Traffic implements AsyncIterable<TrafficEvent> {
  private readonly abort = new AbortController();
  private readonly waiting: TrafficEvent[] = [];
  private readonly askers: { readonly resolve: (at: number) => void; readonly reject: (why: LabError) => void }[] = [];
  private readonly running: Promise<void>;
  private write: ((text: string) => void) | undefined;
  private wake: (() => void) | undefined;
  private failure: LabError | undefined;
  private over = false;

  constructor(engine: Engine, plan: LabPlan, options: TrafficOptions) {
    const command = commandFor(plan, options);
    this.running = this.run(engine, plan, command, options.signal);
  }

  /** Ends it; requests under way are not reported any more. Resolves once nothing is sent. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
  }

  /** The time in the lab, in milliseconds of its monotonic clock. @throws LabError when the traffic is over. */
  now(): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.over) reject(this.ended());
      this.askers.push({ resolve, reject });
      this.write?.('\n');
    });
  }

  /** Ends when the time is up or it is stopped. @throws LabError why it broke off; `cancelled` by the signal. */
  async *[Symbol.asyncIterator](): AsyncGenerator<TrafficEvent> {
    for (;;) {
      yield* this.waiting.splice(0);
      if (this.waiting.length > 0) continue;
      if (this.over) break;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    if (this.failure !== undefined) throw this.failure;
  }

  private async run(
    engine: Engine,
    plan: LabPlan,
    command: readonly string[],
    outer: AbortSignal | undefined,
  ): Promise<void> {
    const signal = outer === undefined ? this.abort.signal : AbortSignal.any([outer, this.abort.signal]);
    try {
      const { name, containerId } = await probeOf(engine, plan, signal);
      const onOpen = (write: (text: string) => void) => {
        this.write = write;
        for (let asked = this.askers.length; asked > 0; asked--) write('\n');
      };
      const onReport = (report: Report) => {
        this.take(report);
      };
      await listen({ engine, containerId, command, name, signal, onReport, onOpen, what: `Requests from ${name}` });
    } catch (error) {
      const known = mapError(error, 'Sending requests');
      const stopped = this.abort.signal.aborted && outer?.aborted !== true;
      if (!this.over && !stopped) this.failure = known;
    }
    this.over = true;
    for (const { reject } of this.askers.splice(0)) reject(this.ended());
    this.wake?.();
  }

  private ended(): LabError {
    return this.failure ?? new LabError('engine-lost', 'The traffic has ended.', 'Start it again.');
  }

  private take({ about, at, value }: Report): void {
    if (about === 'alive') for (const { resolve } of this.askers.splice(0)) resolve(at);
    if (about === 'done') this.over = true;
    if (about === 'stall') this.put({ kind: 'stall', at, late: value as number });
    if (about === 'result') this.put(result(value as RawResult));
    this.wake?.();
  }

  private put(event: TrafficEvent): void {
    if (this.waiting.length < MOST_WAITING) this.waiting.push(event);
    else throw new LabError('node-failed', 'Nobody reads the results of the requests.', 'Start the traffic again.');
  }
}

function result({ n, due, sent, done, status, error, lb, server }: RawResult): TrafficResult {
  return {
    kind: 'result',
    index: n,
    due,
    sent,
    done,
    status: status ?? undefined,
    error: error ?? undefined,
    balancer: lb ?? undefined,
    server: server ?? undefined,
  };
}

function commandFor(plan: LabPlan, options: TrafficOptions): string[] {
  const { scheme = 'http', path = '/healthz', timeout = 1000, rate, seconds } = options;
  const { address = plan.vips[0]?.address ?? '', port = scheme === 'http' ? 8080 : 8443 } = options;
  if (!(rate >= 1 && rate <= MOST_RATE[scheme])) {
    throw new RangeError(`The rate must be between 1 and ${MOST_RATE[scheme]} requests a second, not ${rate}.`);
  }
  if (!(seconds > 0 && seconds <= MOST_SECONDS)) throw new RangeError(`At most ${MOST_SECONDS} s, not ${seconds}.`);
  if (!/^\/[!-~]*$/.test(path)) throw new RangeError(`${path} is no path: it begins with / and has no blanks.`);
  return [PROGRAM, scheme, address, String(port), path, String(rate), String(timeout), String(seconds)];
}

async function probeOf(
  engine: Engine,
  plan: LabPlan,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly containerId: string }> {
  const containers = await containersOf(engine, plan, signal);
  const probe = plan.nodes.find(({ role }) => role === 'probe');
  const container = probe && containers.get(probe.name);
  if (container?.status === 'running') return { name: probe!.name, containerId: container.id };
  throw new LabError('node-not-running', 'The probe does not run, and requests are sent from it.', 'Start the lab.');
}

/** @throws RangeError for options out of bounds. Everything else is told by the iteration. */
export function startTraffic(engine: Engine, plan: LabPlan, options: TrafficOptions): Traffic {
  return new Traffic(engine, plan, options);
}
