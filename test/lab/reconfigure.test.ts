/** Changed configurations brought into running load balancers: loaded, or back to what was there. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPlan } from '../../client/src/lab/compose';
import { Lab } from '../../client/src/lab/lab';
import { configurationOf } from '../../client/src/lab/programs';
import { ConfigurationRefused } from '../../client/src/lab/reconfigure';
import { loadedText, switchConfiguration } from '../../client/src/lab/switchConfiguration';
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

/** One request each 10 ms while the work lasts, and for a second after it: all the answers. */
async function answersDuring(url: string, work: () => Promise<unknown>): Promise<(number | string)[]> {
  const answers: Promise<number | string>[] = [];
  const worked = new AbortController();
  const loop = (async () => {
    for (let more = 100; more > 0; more -= worked.signal.aborted ? 1 : 0) {
      answers.push(ask(url).then(({ status }) => status, String));
      await pause(10);
    }
  })();
  try {
    await work();
  } finally {
    worked.abort();
    await loop;
  }
  return Promise.all(answers);
}

describe('A changed configuration', () => {
  it('is loaded by another worker of the same HAProxy, without losing a connection', async () => {
    const url = page(made.plan, 'mylb1', 'Greeting');
    const worker = () => onMaster('sh', '-c', 'echo show info | socat - /run/haproxy/admin.sock | grep ^Pid:');
    const before = await worker();
    await writeFile(file, good.replace('balance roundrobin', 'balance leastconn'));
    const answers = await answersDuring(url, apply);
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(answers.length).toBeGreaterThan(100);
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

describe('Another configuration of the lab', () => {
  const both = ['mylb1', 'mylb2'];
  const target = (name: string) => `/etc/haproxy/${name}`;
  const change = async (name: string) =>
    switchConfiguration(made.engine, { plan: await readPlan(made.plan.file), nodes: both, target: target(name) });
  const runs = async (lb: string) =>
    loadedText(made.engine, { plan: made.plan, nodes: [lb], target: '' }).then((text) => text?.split('\n')[0]);
  const secure = () => ask(page(made.plan, 'mylb2', 'Greeting (HTTPS)')).then(({ status }) => status);
  let definition: string;

  beforeAll(async () => {
    definition = await readFile(made.plan.file, 'utf8');
  });

  it('takes over without losing a connection, and is named in compose.yaml', async () => {
    const url = page(made.plan, 'vip', 'Through the virtual address');
    const answers = await answersDuring(url, () => change('haproxy-tls-passthrough.cfg'));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await runs('mylb1')).toContain('TLS passthrough');
    expect(await secure()).toBe(200);
    expect(await readFile(made.plan.file, 'utf8')).toBe(
      definition.replaceAll(target('haproxy.cfg'), target('haproxy-tls-passthrough.cfg')),
    );
    // Nothing of the person's files is changed.
    expect(await readFile(file, 'utf8')).toBe(good);
  });

  it('stays when a node restarts, whoever restarts it, and when the lab is started again', async () => {
    const { containerId } = balancer(watch.state, 'mylb2');
    await made.engine.stopContainer(containerId!, 5, 'Stopping mylb2');
    await made.engine.startContainer(containerId!, 'Starting mylb2');
    const again = new Lab(made.engine, await readPlan(made.plan.file));
    await again.node('mylb1').restart();
    await again.up();
    await seen(watch, allWell);
    for (const lb of both) expect(await runs(lb)).toContain('TLS passthrough');
    // The containers are the same: a choice is no reason to make them anew.
    expect(balancer(watch.state, 'mylb2').containerId).toBe(containerId);
  });

  it('is taken back on all nodes when one cannot load it', async () => {
    await change('haproxy.cfg');
    expect(await secure().catch(() => 'refused')).toBe('refused');
    await onNode(made, 'mylb2', 'sh', '-c', 'socat TCP-LISTEN:8443,fork SYSTEM:true >/dev/null 2>&1 &');
    await expect(change('haproxy-tls-termination.cfg')).rejects.toMatchObject({ node: 'mylb2', step: 'load' });
    for (const lb of both) {
      expect(await runs(lb)).toContain('Plain HTTP');
      expect((await onNode(made, lb, 'cat', '/var/lib/haconf/HAPROXY_CONFIG')).output.trim()).toBe(
        target('haproxy.cfg'),
      );
    }
    expect(await readFile(made.plan.file, 'utf8')).toBe(definition);
    await onNode(made, 'mylb2', 'pkill', 'socat');
  });
});
