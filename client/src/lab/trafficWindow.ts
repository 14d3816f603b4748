/** The last seconds of a request loop, counted: who answered, what failed, how long it took. Pure and bounded. */
import { isGood, type TrafficResult } from './traffic';

/** How many seconds are kept. */
export const WINDOW_SECONDS = 60;

/** One second, by the time at which its requests were due. */
export interface TrafficSecond {
  /** Good answers by who gave them. */
  readonly answers: ReadonlyMap<string, number>;
  /** Failures by what was wrong: `timeout`, `HTTP 503`. */
  readonly errors: ReadonlyMap<string, number>;
  /** The probe itself stood still: what is missing here says nothing about the lab. */
  readonly stalled: boolean;
  readonly latency: Latencies;
}

export interface Latencies {
  /** Milliseconds from when a request was due to its whole answer; undefined without an answer. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly max: number | undefined;
}

/** Whom an answer is counted for. */
export type CountBy = 'server' | 'balancer';

interface Bucket {
  readonly results: TrafficResult[];
  stalled: boolean;
}

export class TrafficWindow {
  private readonly buckets = new Map<number, Bucket>();
  private newest = -Infinity;

  add(result: TrafficResult): void {
    this.bucket(result.due)?.results.push(result);
  }

  /** @param at Milliseconds, in the clock of the results. */
  addStall(at: number): void {
    const bucket = this.bucket(at);
    if (bucket) bucket.stalled = true;
  }

  /** WINDOW_SECONDS of them, the oldest first; empty ones where nothing was sent. */
  seconds(by: CountBy): TrafficSecond[] {
    return Array.from({ length: WINDOW_SECONDS }, (_, index) => {
      const bucket = this.buckets.get(this.newest - WINDOW_SECONDS + 1 + index);
      const results = bucket?.results ?? [];
      return {
        answers: counted(results.filter(isGood).map((result) => result[by] ?? 'unknown')),
        errors: counted(results.filter((result) => !isGood(result)).map(wrong)),
        stalled: bucket?.stalled ?? false,
        latency: latenciesOf(results),
      };
    });
  }

  latencies(): Latencies {
    return latenciesOf([...this.buckets.values()].flatMap(({ results }) => results));
  }

  /** The bucket of a moment; undefined when that is too long ago. */
  private bucket(at: number): Bucket | undefined {
    const second = Math.floor(at / 1000);
    if (second > this.newest) {
      this.newest = second;
      for (const key of this.buckets.keys()) if (key <= second - WINDOW_SECONDS) this.buckets.delete(key);
    }
    if (second <= this.newest - WINDOW_SECONDS) return undefined;
    const known = this.buckets.get(second) ?? { results: [], stalled: false };
    this.buckets.set(second, known);
    return known;
  }
}

/** Of the good answers. A percentile is the smallest time that so many of a hundred did not exceed. */
function latenciesOf(results: readonly TrafficResult[]): Latencies {
  const times = results
    .filter(isGood)
    .map(({ due, done }) => done - due)
    .sort((a, b) => a - b);
  const rank = (share: number) => times[Math.ceil(times.length * share) - 1];
  return { p50: rank(0.5), p95: rank(0.95), max: times.at(-1) };
}

/** What was wrong with a result that is not good. */
function wrong({ error, status }: TrafficResult): string {
  return error ?? `HTTP ${status ?? ''}`.trim();
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
