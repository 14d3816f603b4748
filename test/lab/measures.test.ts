/** What a lab costs and how quick it is, within bounds; `npm run bench:lab` measures longer and prints. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Watch } from '../../client/src/lab/watch';
import { allWell, leftovers, seen, testLab, type TestLab } from './harness';
import { changeDelays, idleCosts, isMaintained, percentile, reloadUnderTraffic, startAndStop } from './measures';

let made: TestLab;
let watch: Watch;
beforeAll(async () => {
  made = await testLab();
  await made.lab.up();
  watch = made.watch();
  await seen(watch, allWell);
});
afterAll(() => made.cleanUp());

it('a state change is in the state within a second', async () => {
  const delays = await changeDelays(
    made,
    20,
    (look) => watch.onChange(look),
    () => isMaintained(watch.state),
  );
  expect(percentile(delays, 0.95)).toBeLessThan(1_000);
  await seen(watch, allWell);
});

it('an idle lab costs little to watch, and no program is started for it', async () => {
  const { cpu, execs } = await idleCosts(made, watch, 15);
  expect(execs).toBe(0);
  expect(cpu).toBeLessThan(2);
});

it('a reload under 100 requests a second loses none', async () => {
  const { sent, lost } = await reloadUnderTraffic(made, 100, 3);
  expect(sent).toBeGreaterThan(300);
  expect(lost.map(({ index, status, error }) => `${index}: ${error ?? status ?? ''}`)).toEqual([]);
});

it('starts and stops leave nothing behind', async () => {
  await startAndStop(made, 3, () => undefined);
  expect(await leftovers(made)).toEqual([]);
});
