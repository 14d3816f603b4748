export interface Times {
  readonly p50: number;
  readonly p95: number;
}

/** Milliseconds that `work` takes, over several runs. */
export function measure(runs: number, work: (run: number) => void): Times {
  const times = Array.from({ length: runs }, (_, run) => {
    const begin = performance.now();
    work(run);
    return performance.now() - begin;
  }).sort((a, b) => a - b);
  return { p50: times[Math.floor(runs * 0.5)]!, p95: times[Math.floor(runs * 0.95)]! };
}
