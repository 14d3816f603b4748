/**
 * `npm run bench:lab`: a lab on the engine of this machine, measured: how soon a change is seen, what it costs to watch,
 * whether a reload loses requests, whether starts and stops leave something behind. Takes about six minutes.
 */
import { allWell, leftovers, seen, testLab } from '../lab/harness';
import { changeDelays, idleCosts, isMaintained, percentile, reloadUnderTraffic, startAndStop } from '../lab/measures';

async function main(): Promise<void> {
  const made = await testLab();
  try {
    const begin = Date.now();
    await made.lab.up();
    console.log(`first start: ${((Date.now() - begin) / 1000).toFixed(1)} s`);
    const watch = made.watch();
    await seen(watch, allWell);

    const delays = await changeDelays(
      made,
      100,
      (look) => watch.onChange(look),
      () => isMaintained(watch.state),
    );
    const [p50, p95] = [percentile(delays, 0.5), percentile(delays, 0.95)];
    console.log(
      `100 state changes until they are known: p50 ${p50} ms, p95 ${p95} ms, slowest ${Math.max(...delays)} ms`,
    );

    await seen(watch, allWell);
    const { cpu, execs } = await idleCosts(made, watch, 60);
    console.log(`idle for 60 s: ${cpu.toFixed(2)} % of a core, ${execs} programs started in the nodes`);

    const { sent, lost, stalls } = await reloadUnderTraffic(made, 100, 10);
    console.log(
      `10 reloads under 100 requests/s: ${lost.length} of ${sent} requests lost (${stalls} stalls of the probe)`,
    );
    for (const { index, status, error } of lost) console.log(`  request ${index}: ${error ?? status ?? ''}`);

    const starts: number[] = [];
    await startAndStop(made, 10, (milliseconds) => starts.push(milliseconds));
    const left = await leftovers(made);
    console.log(`10 starts and stops: a start takes ${percentile(starts, 0.5)} ms (p50); left over: ${left.length}`);
    for (const what of left) console.log(`  ${what}`);
  } finally {
    await made.cleanUp();
  }
}

void main();
