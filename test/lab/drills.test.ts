/** Requests from the probe, and drills, in one lab. */
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DrillReport } from '../../client/src/lab/drills/report';
import { nodeOf } from '../../client/src/lab/plan';
import { isGood, startTraffic, type TrafficEvent, type TrafficOptions } from '../../client/src/lab/traffic';
import { haconf, startHaconf } from '../support/program';
import { drilled } from './drilling';
import { allWell, holder, leftovers, seen, testLab, type TestLab } from './harness';

let made: TestLab;

beforeAll(async () => {
  made = await testLab();
  const { status, stdout } = await haconf('lab', 'up', '--folder', made.folder, '--format', 'json');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ project: made.plan.project, up: true });
  const watch = made.watch();
  await seen(watch, allWell);
  await watch.close();
});
afterAll(() => made.cleanUp());

describe('Requests from the probe', () => {
  const results = async (options: TrafficOptions): Promise<TrafficEvent[]> => {
    const found: TrafficEvent[] = [];
    for await (const event of startTraffic(made.engine, made.plan, options)) found.push(event);
    return found;
  };

  it('keep their pace, and each is reported with who answered it', async () => {
    const events = await results({ rate: 50, seconds: 2 });
    const answers = events.filter((event) => event.kind === 'result');
    expect(answers).toHaveLength(100);
    expect(answers.filter(isGood)).toHaveLength(100);
    expect(new Set(answers.map(({ server }) => server))).toEqual(new Set(['myweb1', 'myweb2']));
    expect(new Set(answers.map(({ balancer }) => balancer))).toEqual(new Set(['mylb1']));
    const byIndex = answers.toSorted((a, b) => a.index - b.index);
    for (const [index, { due, sent, done }] of byIndex.entries()) {
      expect(due - byIndex[0]!.due).toBeCloseTo(index * 20, 1);
      expect(sent).toBeGreaterThanOrEqual(due);
      expect(done).toBeGreaterThan(sent);
    }
  });

  it('go to any address, over TLS too', async () => {
    const { address } = nodeOf(made.plan, 'myweb2');
    const events = await results({ scheme: 'https', address, port: 443, rate: 2, seconds: 2, timeout: 5_000 });
    const answers = events.filter((event) => event.kind === 'result');
    expect(answers.map(({ status, server }) => [status, server])).toEqual(Array(4).fill([200, 'myweb2']));
  });

  it('say why there is no answer', async () => {
    const { address } = nodeOf(made.plan, 'myweb1');
    const [event] = await results({ address, port: 81, rate: 1, seconds: 1 });
    expect(event).toMatchObject({ status: undefined, error: 'connection refused' });
  });

  it('tell when the probe itself stood still', async () => {
    const probe = made.lab.node('probe');
    const traffic = startTraffic(made.engine, made.plan, { rate: 50, seconds: 30 });
    await traffic.now();
    await probe.pause();
    await new Promise((resolve) => setTimeout(resolve, 400));
    await probe.unpause();
    for await (const event of traffic) {
      if (event.kind !== 'stall') continue;
      expect(event.late).toBeGreaterThan(300);
      break;
    }
    await traffic.stop();
  });

  it('end when they are stopped, cancelled, or their time is up; the program in the probe ends with them', async () => {
    const abort = new AbortController();
    const traffic = startTraffic(made.engine, made.plan, { rate: 50, seconds: 30, signal: abort.signal });
    const begun = await traffic.now();
    expect(await traffic.now()).toBeGreaterThan(begun);
    abort.abort();
    const drain = async () => {
      for await (const event of traffic) expect(event).toBeDefined();
    };
    await expect(drain()).rejects.toMatchObject({ code: 'cancelled' });
    await expect(traffic.now()).rejects.toMatchObject({ code: 'cancelled' });
    const count = async () =>
      (await made.engine.exec(nodeOf(made.plan, 'probe').container, ['pgrep', '-c', '-x', 'traffic'], 'Counting'))
        .output;
    await expect.poll(count, { timeout: 5_000 }).toBe('0\n');
  });

  it('do not begin with options out of bounds', () => {
    const start = (options: Partial<TrafficOptions>) => () =>
      startTraffic(made.engine, made.plan, { rate: 1, seconds: 1, ...options });
    expect(start({ rate: 201 })).toThrow('between 1 and 200');
    expect(start({ scheme: 'https', rate: 21 })).toThrow('between 1 and 20');
    expect(start({ seconds: 4_000 })).toThrow('At most 3600 s');
    expect(start({ path: 'x' })).toThrow('no path');
  });
});

/** Changes the configuration of the holder, and lets both load balancers run with it. */
async function edit(file: string, change: (text: string) => string): Promise<void> {
  const path = join(made.folder, file);
  await writeFile(path, change(await readFile(path, 'utf8')));
  await made.lab.node('mylb1').restart();
  await made.lab.up();
}

describe('Drills', () => {
  it('a configuration that never hands over is predicted and measured so; with the advice it does', async () => {
    const file = 'keepalived/keepalived-master.conf';
    await edit(file, (text) => text.replace('priority 101', 'priority 110'));
    const limits = ['--max-gap', '1s', '--max-lost', '5', '--format', 'json', '--save', join(made.folder, 'drills')];
    const { status, stdout } = await haconf('lab', 'drill', 'haproxy-killed', '--folder', made.folder, ...limits);
    const [never] = JSON.parse(stdout) as [DrillReport & { exceeded: string[]; saved: string[] }];
    expect(status).toBe(1);
    expect(never.saved.map((path) => extname(path))).toEqual(['.md', '.json', '.svg']);
    expect(JSON.parse(await readFile(never.saved[1]!, 'utf8'))).toMatchObject({ verdict: never.verdict });
    expect(never.exceeded).toEqual([
      expect.stringMatching(/^clients had no answer for \d+ ms, more than 1000 ms$/),
      expect.stringMatching(/^\d+ requests were lost, more than 5$/),
    ]);
    expect(never.forecast).toMatchObject({
      holders: ['mylb1'],
      measures: { clientGap: { high: null }, failback: null },
    });
    expect(never.measured).toMatchObject({ holders: ['mylb1'], measures: { failback: null } });
    expect(never.agreement.find(({ measure }) => measure === 'clientGap')).toMatchObject({ agrees: true });
    expect(never.measured!.measures.clientGap).toBeGreaterThan(5_000);

    const { line, replacement } = never.advice!;
    expect(line.uri).toContain(file);
    await edit(file, (text) => {
      const lines = text.split('\n');
      expect(lines[line.line]?.trim()).toBe(line.text);
      lines[line.line] = lines[line.line]!.replace(line.text, replacement);
      return lines.join('\n');
    });
    let mended = await drilled(made, 'haproxy-killed');
    if (mended.discarded !== null) mended = await drilled(made, 'haproxy-killed');
    expect(mended.measured?.holders).toEqual(['mylb2']);
    // On a machine that stands still, no time means anything.
    const gap = mended.discarded === null ? mended.measured!.measures.clientGap : 0;
    expect(gap).toBeLessThan(never.advice!.after! + 2_000);
    const lanes = new Set(mended.timeline.events.map(({ lane }) => lane));
    expect([...lanes].sort()).toEqual(['address', 'arp', 'client', 'fault', 'haproxy', 'keepalived']);
  });

  it('one that is cancelled in the middle is healed', async () => {
    const watch = made.watch();
    const abort = new AbortController();
    const running = drilled(made, 'partition', { signal: abort.signal });
    const outcome = expect(running).rejects.toMatchObject({ code: 'cancelled' });
    const faulty = await seen(watch, ({ fault, vips }) => fault !== undefined && vips[0]?.verdict.kind !== 'held');
    expect(faulty.fault).toMatchObject({ id: 'partition', title: 'Network partition', target: 'mylb1' });
    abort.abort();
    await outcome;
    const healed = await seen(watch, (state) => allWell(state) && state.fault === undefined);
    expect(holder(healed)).toBe('mylb1');
  });
});

describe('The command line', () => {
  const command = (name: string, ...words: string[]) => haconf('lab', name, '--folder', made.folder, ...words);
  const json = async (name: string) => {
    const { status, stdout } = await command(name, '--format', 'json');
    return { status, value: JSON.parse(stdout) as unknown };
  };

  it('tells how the lab is, that there is nothing to heal, and removes it', async () => {
    // What the drill before broke was healed a moment ago: checks that were under way then may still fail.
    const well = { status: 0, value: { phase: 'running', problems: [] } };
    await expect.poll(() => json('status'), { timeout: 30_000 }).toMatchObject(well);
    expect(await json('heal')).toEqual({ status: 0, value: { healed: null } });
    expect(await json('down')).toEqual({ status: 0, value: { project: made.plan.project, removed: true } });
    expect(await json('status')).toMatchObject({ status: 1, value: { phase: 'absent' } });
  });

  it('starts a lab for a drill; Ctrl-C heals and removes it', async () => {
    const { child, ended, said } = await startHaconf('lab', 'drill', 'lb-paused', '--folder', made.folder);
    await said('watching until nothing changes');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ status: 130, stdout: '' });
    const left = await leftovers(made);
    expect(left.filter((what) => !what.startsWith('image '))).toEqual([]);
  });
});
