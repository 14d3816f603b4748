/** What a lab costs and how quick it is, measured on a running one; `npm run bench:lab` prints it, tests bound it. */
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { startTraffic, type TrafficResult } from '../../client/src/lab/traffic';
import type { LabState } from '../../client/src/lab/state';
import type { Watch } from '../../client/src/lab/watch';
import { rowsOf } from '../../client/src/view/nodes';
import { delaysOf, type Flip } from '../support/delays';
import { balancer, type TestLab } from './harness';

/** The `part`th of the values, 0 to 1, sorted by size. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
}

/**
 * Takes a server into maintenance and out of it again, so many times in all, by HAProxy's own runtime commands.
 * @param seen Calls back whenever what is looked at may have changed; returns how to stop.
 * @param isMaintained What is to be seen.
 * @returns Milliseconds from each change, as the node's clock has it, until it was seen.
 */
export async function changeDelays(
  { engine, plan }: TestLab,
  count: number,
  seen: (look: () => void) => () => void,
  isMaintained: () => boolean,
): Promise<number[]> {
  const container = plan.nodes.find(({ name }) => name === 'mylb1')!.container;
  const script = `for i in $(seq ${count}); do
    sleep 0.$((RANDOM % 300 + 700))
    if [ $((i % 2)) = 1 ]; then state=maint; else state=ready; fi
    echo "set server be_web/myweb1 state $state" | socat - UNIX:/run/haproxy/admin.sock >/dev/null
    date +%s%3N
  done`;
  const flips: Flip[] = [];
  let was = isMaintained();
  const off = seen(() => {
    const is = isMaintained();
    if (is !== was) flips.push({ at: Date.now(), is });
    was = is;
  });
  try {
    const timeout = count * 2_000 + 20_000;
    const { output } = await engine.exec(container, ['bash', '-c', script], 'Changing states', { timeout });
    const changes = output.trim().split('\n').map(Number);
    // The last one leaves everything as it was.
    for (let tenths = 0; isMaintained() && tenths < 50; tenths++) await pause(100);
    return delaysOf(changes, flips);
  } finally {
    off();
  }
}

export function isMaintained(state: LabState): boolean {
  const servers = balancer(state, 'mylb1').backends.flatMap((backend) => backend.servers);
  return servers.find(({ name }) => name === 'myweb1')?.status === 'MAINT';
}

export interface IdleCosts {
  /** Percent of one core, of this process. */
  readonly cpu: number;
  /** Programs that were started in the lab's containers. */
  readonly execs: number;
}

/** What it costs to watch a lab in which nothing happens, its rows made anew with every change. */
export async function idleCosts({ plan }: TestLab, watch: Watch, seconds: number): Promise<IdleCosts> {
  const view = { file: plan.file, plan, busy: undefined, differing: new Map() };
  const off = watch.onChange((state) => {
    rowsOf([{ ...view, state }]);
  });
  const since = Date.now() / 1000;
  const before = process.cpuUsage();
  await pause(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  off();
  const events = ['events', '--since', since.toFixed(3), '--until', (Date.now() / 1000).toFixed(3)];
  const filters = ['event=exec_create', `label=com.docker.compose.project=${plan.project}`];
  const told = execFileSync('docker', [...events, ...filters.flatMap((filter) => ['--filter', filter])], {
    encoding: 'utf8',
  });
  return { cpu: (user + system) / 1e4 / seconds, execs: told.split('\n').filter((line) => line !== '').length };
}

/** An answer this late, in milliseconds, counts as none. Whoever is merely busy answers sooner. */
const LOST = 5_000;

/** Reloads HAProxy on the master so many times under so many requests a second. */
export async function reloadUnderTraffic(
  { engine, plan, lab }: TestLab,
  rate: number,
  reloads: number,
): Promise<{ sent: number; lost: TrafficResult[]; stalls: number }> {
  const traffic = startTraffic(engine, plan, { rate, seconds: 600, timeout: LOST });
  const results: TrafficResult[] = [];
  let stalls = 0;
  const reading = (async () => {
    for await (const event of traffic) {
      if (event.kind === 'result') results.push(event);
      else stalls++;
    }
  })();
  await traffic.now();
  for (let done = 0; done < reloads; done++) {
    await lab.node('mylb1').haproxy('reload');
    await pause(500);
  }
  await pause(LOST);
  await traffic.stop();
  await reading;
  return { sent: results.length, lost: results.filter(({ status }) => status !== 200), stalls };
}

/** Starts and stops the lab so many times, and removes it. */
export async function startAndStop({ lab }: TestLab, times: number, each: (ms: number) => void): Promise<void> {
  for (let done = 0; done < times; done++) {
    const begin = Date.now();
    await lab.up();
    each(Date.now() - begin);
    await lab.stop();
  }
  await lab.remove({ images: true });
}
