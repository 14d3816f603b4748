/** The requests of a drill: sent at a steady pace, collected as they are over. */
import type { Engine } from '../dockerApi';
import { mapError } from '../errorMap';
import type { LabError } from '../errors';
import type { LabPlan } from '../plan';
import { startTraffic, type Traffic, type TrafficResult, type TrafficStall } from '../traffic';

/** Requests a second, when nobody says otherwise. */
export const RATE = 50;
/** Milliseconds after which a request is lost. */
export const TIMEOUT = 1_000;
/** Longest run, in seconds. */
const LIMIT = 300;

/** What a browser is shown first of the virtual address, as clients of the lab's network ask for it. */
export function targetOf(plan: LabPlan) {
  const probe = plan.nodes.find(({ role }) => role === 'probe');
  const page = new URL(plan.vips[0]?.pages[0]?.url ?? 'http://localhost:8080/healthz');
  const port = probe?.ports.find(({ host }) => host === Number(page.port))?.container ?? 8080;
  return { scheme: page.protocol === 'https:' ? ('https' as const) : ('http' as const), port, path: page.pathname };
}

export class Requests {
  readonly results: TrafficResult[] = [];
  readonly stalls: TrafficStall[] = [];
  /** Why no more are sent. */
  failure: LabError | undefined;
  private readonly traffic: Traffic;
  private readonly collecting: Promise<void>;

  constructor(engine: Engine, plan: LabPlan, rate: number, signal: AbortSignal | undefined) {
    this.traffic = startTraffic(engine, plan, { ...targetOf(plan), rate, timeout: TIMEOUT, seconds: LIMIT, signal });
    this.collecting = this.collect();
  }

  /** The time in the lab, in milliseconds of its monotonic clock. */
  now(): Promise<number> {
    return this.traffic.now();
  }

  async stop(): Promise<void> {
    await this.traffic.stop();
    await this.collecting;
  }

  private async collect(): Promise<void> {
    try {
      for await (const event of this.traffic) {
        if (event.kind === 'result') this.results.push(event);
        else this.stalls.push(event);
      }
    } catch (error) {
      this.failure = mapError(error, 'Sending requests');
    }
  }
}
