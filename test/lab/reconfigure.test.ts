/** Changed configurations brought into running load balancers: loaded, or back to what was there. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configurationOf } from '../../client/src/lab/programs';
import { ConfigurationRefused } from '../../client/src/lab/reconfigure';
import type { Watch } from '../../client/src/lab/watch';
import { allWell, ask, balancer, leftovers, onNode, page, seen, testLab, type TestLab } from './harness';

let made: TestLab;
let watch: Watch;
let file: string;
let good: string;

beforeAll(async () => {
  made = await testLab('two-web-two-lb');
  watch = made.watch();
  await made.lab.up();
  await seen(watch, allWell);
  file = join(made.folder, 'haproxy/haproxy.cfg');
  good = await readFile(file, 'utf8');
});
afterAll(async () => {
  await made.cleanUp();
  expect(await leftovers(made)).toEqual([]);
});

const onMaster = async (...command: string[]) => (await onNode(made, 'mylb1', ...command)).output;
const inPlace = () => onMaster('cat', '/etc/haproxy/haproxy.cfg');
const apply = () => made.lab.node('mylb1').apply({ programs: ['haproxy'] });

async function refused(text: string): Promise<ConfigurationRefused> {
  await writeFile(file, text);
  const error = await apply().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  await writeFile(file, good);
  expect(error).toBeInstanceOf(ConfigurationRefused);
  return error as ConfigurationRefused;
}

/** What was there before is in place, runs, and can be started again. */
async function expectUnchanged(): Promise<void> {
  expect(await inPlace()).toBe(good);
  expect(await onMaster('cat', '/run/haconf/loaded/haproxy')).toBe(good);
  await seen(watch, allWell);
  expect((await ask(page(made.plan, 'mylb1', 'Greeting'))).status).toBe(200);
}

describe('A changed configuration', () => {
  it('is loaded by another worker of the same HAProxy, without losing a connection', async () => {
    const url = page(made.plan, 'mylb1', 'Greeting');
    const worker = () => onMaster('sh', '-c', 'echo show info | socat - /run/haproxy/admin.sock | grep ^Pid:');
    const before = await worker();
    const results: Promise<number | string>[] = [];
    const loaded = new AbortController();
    const loop = (async () => {
      for (let more = 100; more > 0; more -= loaded.signal.aborted ? 1 : 0) {
        results.push(ask(url).then(({ status }) => status, String));
        await pause(10);
      }
    })();
    await writeFile(file, good.replace('balance roundrobin', 'balance leastconn'));
    await apply();
    loaded.abort();
    await loop;
    expect(new Set(await Promise.all(results))).toEqual(new Set([200]));
    expect(results.length).toBeGreaterThan(100);
    expect(await worker()).not.toBe(before);
    expect(await inPlace()).toContain('balance leastconn');

    await made.lab.node('mylb1').rollBack();
    await writeFile(file, good);
    await expectUnchanged();
  });

  it('that the program refuses is not loaded', async () => {
    const { step, words } = await refused(`${good}\nbackend broken\n    balanse roundrobin\n`);
    expect(step).toBe('check');
    expect(words).toMatch(/\/etc\/haproxy\/haproxy\.cfg:\d+.*'balanse'/);
    await expectUnchanged();
  });

  it('that cannot be loaded is taken back, with what HAProxy says', async () => {
    // A port that somebody else has: the check cannot know.
    await onMaster('sh', '-c', 'socat TCP-LISTEN:9999,fork SYSTEM:true >/dev/null 2>&1 &');
    const { step, words } = await refused(`${good}\nlisten taken\n    bind *:9999\n`);
    expect(step).toBe('load');
    expect(words).toMatch(/\/etc\/haproxy\/haproxy\.cfg:\d+\].*cannot bind socket/);
    await expectUnchanged();
    await onMaster('pkill', 'socat');
  });

  it('under which no server answers is taken back', async () => {
    const { step, message } = await refused(good.replaceAll(':80 check', ':81 check'));
    expect(step).toBe('verification');
    expect(message).toContain('no server of be_web answers (myweb1: L4CON');
    await expectUnchanged();
  });

  it('brings no files along that were not there', async () => {
    await refused(`${good}\nbroken\n`);
    expect(await onMaster('ls', '/etc/haproxy')).toBe(
      await onNode(made, 'mylb2', 'ls', '/etc/haproxy').then(({ output }) => output),
    );
    expect(
      configurationOf(
        made.plan.nodes.find(({ name }) => name === 'mylb1')!,
        'haproxy',
      ),
    ).toBe('/etc/haproxy/haproxy.cfg');
  });

  it('of keepalived is loaded too', async () => {
    const path = join(made.folder, 'keepalived/keepalived-backup.conf');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('priority 100', 'priority 99'));
    await made.lab.node('mylb2').apply({ programs: ['keepalived'] });
    await seen(watch, (now) => balancer(now, 'mylb2').vrrp[0]?.basePriority === 99);
    await writeFile(path, text);
    await made.lab.node('mylb2').apply();
    await seen(watch, allWell);
  });
});
