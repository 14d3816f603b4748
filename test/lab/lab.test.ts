/**
 * The lab against the real engine, from the first start to the removal. The tests follow each other in one lab. What the
 * written courses teach is in courseTwoWeb.test.ts and courseTwoNode.test.ts.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../client/src/lab/progress';
import type { Watch } from '../../client/src/lab/watch';
import { allWell, ask, balancer, holder, leftovers, page, seen, serverStatus, testLab, type TestLab } from './harness';

let made: TestLab;
let watch: Watch;

beforeAll(async () => {
  made = await testLab();
  watch = made.watch();
});
afterAll(() => made.cleanUp());

const healthz = () => page(made.plan, 'vip', 'Through the virtual address');

/** How long after `begin` the state satisfied the condition, in milliseconds. */
async function seenWithin(begin: number, condition: Parameters<Watch['until']>[0]): Promise<number> {
  await seen(watch, condition);
  return Date.now() - begin;
}

describe('Start', () => {
  it('serves through the virtual address, and says how far it is', async () => {
    const steps: Progress[] = [];
    const begin = Date.now();
    await made.lab.up({ progress: (step) => steps.push(step) });
    expect(Date.now() - begin).toBeLessThan(90_000);

    // In turn, but the probe asks as well.
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await ask(healthz()));
    const texts = new Set(answers.map(({ text }) => text));
    expect(texts).toEqual(new Set(['Greeting from myweb1\n', 'Greeting from myweb2\n']));
    expect(answers[0]?.headers['x-lb']).toBe('mylb1');
    const percents = steps.map(({ percent }) => percent);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
    expect(percents.at(-1)).toBe(100);
  });

  it('is seen as it is: MASTER and BACKUP, all servers UP, no problem', async () => {
    const state = await seen(watch, allWell);
    expect(balancer(state, 'mylb1').vrrp).toMatchObject([
      { state: 'MASTER', basePriority: 101, effectivePriority: 103 },
    ]);
    expect(balancer(state, 'mylb2').vrrp).toMatchObject([
      { state: 'BACKUP', basePriority: 100, effectivePriority: 102 },
    ]);
    expect(serverStatus(state, 'myweb1')).toEqual(['UP', 'UP']);
    expect(serverStatus(state, 'myweb2')).toEqual(['UP', 'UP']);
    // The first check may have been answered without having been written down.
    const checked = await seen(watch, (now) => balancer(now, 'mylb1').backends[0]?.servers[0]?.check?.code === 200);
    expect(balancer(checked, 'mylb1').backends[0]?.servers[0]?.check?.status).toBe('L7OK');
    expect(state.vips[0]).toMatchObject({
      holders: ['mylb1'],
      masters: ['mylb1'],
      seen: { answers: true, servedBy: 'mylb1' },
    });
  });

  it('does nothing when it runs already', async () => {
    const ids = () => watch.state.nodes.map(({ containerId }) => containerId);
    const before = ids();
    await made.lab.up();
    await seen(watch, allWell);
    expect(ids()).toEqual(before);
  });

  it('lets no VRRP password out of the node', async () => {
    const command = 'sleep 1 | /usr/local/lib/haconf/watch-load-balancer';
    const { containerId } = balancer(watch.state, 'mylb1');
    const { output } = await made.engine.exec(containerId!, ['sh', '-c', command], 'Listening');
    expect(output).toContain('"iname":"VI_1"');
    expect(output).not.toContain('lab-vrrp');
  });
});

describe('Failures', () => {
  it('HAProxy killed on the master: the state says so at once, and the address moves', async () => {
    await made.lab.node('mylb1').haproxy('kill');
    expect(await seenWithin(Date.now(), (state) => balancer(state, 'mylb1').haproxy === 'down')).toBeLessThan(1_000);
    expect(watch.state.problems.map(({ id }) => id)).toContain('haproxy:mylb1');

    const state = await seen(watch, (now) => holder(now) === 'mylb2' && now.vips[0]?.seen?.servedBy === 'mylb2');
    expect(state.vips[0]?.masters).toEqual(['mylb2']);
    expect((await ask(healthz())).headers['x-lb']).toBe('mylb2');

    await made.lab.node('mylb1').haproxy('start');
    await seen(watch, allWell);
  });

  it('a paused master cannot be asked: the probe sees the split brain', async () => {
    await made.lab.node('mylb1').pause();
    const split = await seen(watch, (now) => now.vips[0]?.verdict.kind === 'split');
    expect(split.vips[0]?.verdict).toEqual({ kind: 'split', nodes: ['mylb1', 'mylb2'] });
    expect(balancer(split, 'mylb1')).toMatchObject({ status: 'paused', watch: 'none', keepalived: 'unknown' });
    await made.lab.node('mylb1').unpause();
    await seen(watch, allWell);
  });

  it('keepalived killed leaves the address behind: an orphan', async () => {
    await made.lab.node('mylb1').keepalived('kill');
    const state = await seen(watch, (now) => now.vips[0]?.verdict.kind === 'orphan');
    expect(state.vips[0]).toMatchObject({ verdict: { kind: 'orphan', node: 'mylb1' }, masters: [] });
    await made.lab.node('mylb1').restart();
    await seen(watch, allWell);
  });

  it('an address that only keepalived believes in: a phantom master', async () => {
    const { containerId, addresses } = balancer(watch.state, 'mylb1');
    const vip = made.plan.vips[0]!.address;
    expect(addresses).toContain(vip);
    await made.engine.exec(containerId!, ['ip', 'addr', 'del', `${vip}/24`, 'dev', 'eth0'], 'Taking the address away');
    // keepalived may put it back by itself, or not: what counts is that the moment was seen.
    await seen(watch, (now) => now.vips[0]?.verdict.kind !== 'held');
    await made.lab.node('mylb1').keepalived('restart');
    await seen(watch, allWell);
  });

  it('a node killed is told from one that was stopped', async () => {
    await made.lab.node('mylb1').kill();
    const state = await seen(watch, (now) => holder(now) === 'mylb2');
    expect(state.problems).toContainEqual(
      expect.objectContaining({ id: 'node:mylb1', message: 'mylb1 is not running (killed).' }),
    );
    await made.lab.node('mylb1').start();
    await seen(watch, allWell);
  });
});

describe('Configuration', () => {
  it("a refused configuration is told in the program's own words, and the old one goes on", async () => {
    const file = join(made.folder, 'haproxy/haproxy.cfg');
    const good = await readFile(file, 'utf8');
    await writeFile(file, `${good}\nbackend broken\n    balanse roundrobin\n`);
    await expect(made.lab.node('mylb1').apply()).rejects.toMatchObject({
      code: 'node-failed',
      message: expect.stringContaining('balanse') as string,
    });
    expect((await ask(healthz())).status).toBe(200);
    await writeFile(file, good);
    await made.lab.node('mylb1').apply();
    await seen(watch, allWell);
  });

  it('the log of a node can be read', async () => {
    let log = '';
    await made.lab.node('mylb1').logs((text) => (log += text), { follow: false });
    expect(log).toContain('Entering MASTER STATE');
  });
});

describe('Stop and remove', () => {
  it('stops, is no problem, and is back within 15 s', async () => {
    await made.lab.stop();
    const stopped = await seen(watch, ({ phase }) => phase === 'stopped');
    expect(stopped.problems).toEqual([]);
    const begin = Date.now();
    await made.lab.up();
    expect(Date.now() - begin).toBeLessThan(15_000);
    expect((await ask(healthz())).status).toBe(200);
  });

  it('leaves nothing behind', async () => {
    await made.lab.remove({ images: true });
    expect(await leftovers(made)).toEqual([]);
    expect((await seen(watch, ({ phase }) => phase === 'absent')).problems).toEqual([]);
    await made.lab.remove({ images: true });
  });
});
