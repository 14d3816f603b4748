/**
 * What is seen inside a running lab, and what is done to single servers; and every verdict on the virtual address, each
 * made for real. The tests follow each other in one lab.
 */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabState, ServerState, VipVerdict } from '../../client/src/lab/state';
import type { Watch } from '../../client/src/lab/watch';
import { containerSource } from '../../client/src/lab/targets/container';
import type { Told } from '../../client/src/lab/targets/source';
import { nodeOf } from '../../client/src/lab/plan';
import { allWell, balancer, onNode, seen, testLab, type TestLab } from './harness';

let made: TestLab;
let watch: Watch;

beforeAll(async () => {
  made = await testLab();
  watch = made.watch();
  await made.lab.up();
  await seen(watch, allWell);
});
afterAll(() => made.cleanUp());

function server(state: LabState, node: string, name = 'myweb1'): ServerState {
  const found = balancer(state, node)
    .backends.find((backend) => backend.name === 'be_web')
    ?.servers.find((one) => one.name === name);
  if (!found) throw new Error(`${node} knows no ${name}`);
  return found;
}

describe('Inside a node', () => {
  it('is known how each server is: since when, checked how, with which weight', async () => {
    const state = await seen(watch, (now) => allWell(now) && server(now, 'mylb1').weights !== undefined);
    const now = server(state, 'mylb1');
    expect(now).toMatchObject({ status: 'UP', weight: 1, weights: { set: 1, configured: 1 }, admin: [], queue: 0 });
    expect(now.check).toMatchObject({ status: 'L7OK', code: 200 });
    expect(now.check?.duration).toBeLessThan(1_000);
    expect(now.since).toBeLessThanOrEqual(Date.now());
    expect(now.since).toBeGreaterThan(Date.now() - 300_000);
  });

  it('a point in time stays where it is while time goes on', async () => {
    const before = server(watch.state, 'mylb1').since;
    const sessions = server(watch.state, 'mylb1').sessions.total;
    await seen(watch, (now) => server(now, 'mylb1').sessions.total > sessions + 2);
    expect(server(watch.state, 'mylb1').since).toBe(before);
  });

  it('is known on which addresses somebody listens', () => {
    expect(balancer(watch.state, 'mylb1').listeners).toEqual(expect.arrayContaining(['0.0.0.0:8080', '0.0.0.0:8090']));
  });

  it('is known whether the tracked script passes', async () => {
    await seen(watch, (now) => balancer(now, 'mylb2').scripts.some(({ passing }) => passing === true));
    expect(balancer(watch.state, 'mylb2').scripts).toEqual([{ name: 'chk_haproxy', passing: true }]);
    await made.lab.node('mylb2').haproxy('stop');
    await seen(watch, (now) => balancer(now, 'mylb2').scripts.some(({ passing }) => passing === false));
    await made.lab.node('mylb2').haproxy('start');
    await seen(watch, allWell);
  });
});

describe('One server', () => {
  it('drained gets no new sessions, and is known as drained at runtime on that node alone', async () => {
    await made.lab.node('mylb1').server('be_web', 'myweb1', { kind: 'drain' });
    const state = await seen(watch, (now) => server(now, 'mylb1').status === 'DRAIN');
    expect(server(state, 'mylb1').admin).toEqual([{ state: 'DRAIN', by: 'runtime' }]);
    expect(server(state, 'mylb2').status).toBe('UP');
    expect(state.problems.map(({ message }) => message)).toContain('be_web/myweb1 is DRAIN on mylb1 (set at runtime).');
    await made.lab.node('mylb1').server('be_web', 'myweb1', { kind: 'ready' });
    await seen(watch, allWell);
  });

  it('goes into maintenance and comes back', async () => {
    await made.lab.node('mylb2').server('be_web', 'myweb2', { kind: 'maint' });
    const state = await seen(watch, (now) => server(now, 'mylb2', 'myweb2').status === 'MAINT');
    expect(server(state, 'mylb2', 'myweb2').admin).toEqual([{ state: 'MAINT', by: 'runtime' }]);
    await made.lab.node('mylb2').server('be_web', 'myweb2', { kind: 'ready' });
    await seen(watch, allWell);
  });

  it('takes a weight, which is told from the configured one', async () => {
    await made.lab.node('mylb1').server('be_web', 'myweb1', { kind: 'weight', weight: '50' });
    const state = await seen(watch, (now) => server(now, 'mylb1').weights?.set === 50);
    expect(server(state, 'mylb1').weights).toEqual({ set: 50, configured: 1 });
    await made.lab.node('mylb1').server('be_web', 'myweb1', { kind: 'weight', weight: '100%' });
    await seen(watch, (now) => server(now, 'mylb1').weights?.set === 1);
  });

  it('that is not there, and a HAProxy that does not run, are told in their words', async () => {
    await expect(made.lab.node('mylb1').server('be_web', 'nobody', { kind: 'drain' })).rejects.toMatchObject({
      code: 'node-failed',
      message: 'HAProxy on mylb1 refused: No such server.',
    });
    await expect(made.lab.node('mylb1').server('be_web', 'a; help', { kind: 'drain' })).rejects.toThrow(RangeError);
    await made.lab.node('mylb2').haproxy('stop');
    await expect(made.lab.node('mylb2').server('be_web', 'myweb1', { kind: 'drain' })).rejects.toMatchObject({
      code: 'node-failed',
      message: expect.stringContaining('/run/haproxy/admin.sock') as string,
    });
    await made.lab.node('mylb2').haproxy('start');
    await seen(watch, allWell);
  });
});

describe('Watched as any other container', () => {
  /** What the container tells first; no script is left in it. */
  async function told(node: string): Promise<Told> {
    const abort = new AbortController();
    let first: Told | undefined;
    await containerSource(made.engine, nodeOf(made.plan, node).container)
      .follow((one) => {
        first ??= one;
        abort.abort();
      }, abort.signal)
      .catch((error: unknown) => {
        if (!abort.signal.aborted) throw error;
      });
    return first!;
  }
  const hidden = async (node: string, programs: readonly string[], work: () => Promise<void>) => {
    const move = (from: string, to: string) =>
      onNode(
        made,
        node,
        'sh',
        '-c',
        programs.map((name) => `mv /usr/bin/${name}${from} /usr/bin/${name}${to}`).join(';'),
      );
    await move('', '.away');
    try {
      await work();
    } finally {
      await move('.away', '');
    }
  };

  it('tells what the lab’s own watcher tells', async () => {
    const { inside, missing } = await told('mylb1');
    expect(missing).toEqual([]);
    expect(inside).toMatchObject({ haproxy: 'up', keepalived: 'up' });
    expect(inside.addresses).toContain(made.plan.vips[0]!.address);
    expect(inside.backends?.[0]?.servers.map(({ name, weights }) => [name, weights?.configured])).toEqual([
      ['myweb1', 1],
      ['myweb2', 1],
    ]);
    expect(inside.vrrp).toMatchObject([{ name: 'VI_1', state: 'MASTER' }]);
    expect(JSON.stringify(inside)).not.toContain('lab-vrrp');
  });

  it('needs neither socat nor, with socat, Perl; with none of them it says what would help', async () => {
    await hidden('mylb2', ['socat'], async () => {
      expect((await told('mylb2')).inside.haproxy).toBe('up');
      const source = containerSource(made.engine, nodeOf(made.plan, 'mylb2').container);
      expect(await source.command!('set server be_web/none state drain', {})).toContain('No such server.');
    });
    await hidden('mylb2', ['perl'], async () => {
      expect((await told('mylb2')).inside.haproxy).toBe('up');
    });
    await hidden('mylb2', ['socat', 'perl'], async () => {
      const { inside, missing } = await told('mylb2');
      expect(inside).toMatchObject({ haproxy: 'unknown', keepalived: 'up' });
      expect(missing?.[0]).toMatch(/^Nothing in the container can talk to HAProxy’s runtime socket/);
    });
  });

  it('says when nothing of the kind runs there, or the container is gone', async () => {
    expect((await told('myweb1')).missing).toContain('Neither HAProxy nor keepalived runs in the container.');
    const gone = containerSource(made.engine, 'no-such-container');
    await expect(gone.follow(() => undefined, new AbortController().signal)).rejects.toMatchObject({
      code: 'node-not-running',
    });
  });

  it('leaves no script behind', async () => {
    const { output } = await onNode(made, 'mylb1', 'sh', '-c', 'sleep 3; cat /proc/[0-9]*/cmdline | tr "\\0" " "');
    expect(output).not.toContain('keepalived_state');
  });
});

describe('Who holds the virtual address', () => {
  const verdict = (kind: VipVerdict['kind']) => (now: LabState) => now.vips[0]?.verdict.kind === kind;
  const vip = () => made.plan.vips[0]!.address;
  /** Runs `ip` in the network of a node, with a right that the node's own container does not have. */
  const ip = (node: string, ...command: string[]) => {
    const network = `container:${nodeOf(made.plan, node).container}`;
    const image = nodeOf(made.plan, 'probe').image;
    execFileSync('docker', ['run', '--rm', '--network', network, '--cap-add', 'NET_ADMIN', image, 'ip', ...command]);
  };

  it('two nodes whose passwords differ do not hear each other: split brain', async () => {
    const file = join(made.folder, 'keepalived/keepalived-backup.conf');
    const good = await readFile(file, 'utf8');
    await writeFile(file, good.replace('auth_pass lab-vrrp', 'auth_pass other'));
    await made.lab.node('mylb2').apply();
    const state = await seen(watch, (now) => verdict('split')(now) && now.vips[0]?.masters.length === 2);
    expect(state.vips[0]).toMatchObject({
      verdict: { kind: 'split', nodes: ['mylb1', 'mylb2'] },
      masters: ['mylb1', 'mylb2'],
    });
    expect(state.problems[0]).toMatchObject({
      severity: 'error',
      message: expect.stringContaining('split brain') as string,
    });
    await writeFile(file, good);
    await made.lab.node('mylb2').apply();
    await seen(watch, allWell);
  });

  it('keepalived that may not set addresses is a phantom master', async () => {
    await made.lab.node('mylb2').keepalived('stop');
    await made.lab.node('mylb1').keepalived('stop');
    await seen(watch, verdict('nobody'));
    const config = nodeOf(made.plan, 'mylb1').environment['KEEPALIVED_CONFIG']!;
    const command = `setsid setpriv --bounding-set=-net_admin keepalived --vrrp --use-file ${config}`;
    await onNode(made, 'mylb1', 'sh', '-c', command);
    const state = await seen(watch, verdict('phantom'));
    expect(state.vips[0]).toMatchObject({
      verdict: { kind: 'phantom', nodes: ['mylb1'] },
      holders: [],
      masters: ['mylb1'],
    });
    await made.lab.node('mylb1').keepalived('restart');
    await made.lab.node('mylb2').keepalived('start');
    await seen(watch, allWell);
  });

  it('a client that still has the old MAC address: stale ARP', async () => {
    const { mac } = balancer(watch.state, 'mylb2');
    ip('probe', 'neighbour', 'replace', vip(), 'lladdr', mac!, 'nud', 'permanent', 'dev', 'eth0');
    const state = await seen(watch, verdict('stale'));
    expect(state.vips[0]?.verdict).toEqual({ kind: 'stale', holder: 'mylb1', seen: 'mylb2' });
    ip('probe', 'neighbour', 'del', vip(), 'dev', 'eth0');
    await seen(watch, allWell);
  });

  it('an address that another machine of the network takes, too: split brain, with its name', async () => {
    ip('myweb2', 'addr', 'add', `${vip()}/24`, 'dev', 'eth0');
    const state = await seen(watch, verdict('split'));
    expect(state.vips[0]).toMatchObject({ verdict: { nodes: ['mylb1', 'myweb2'] }, masters: ['mylb1'] });
    ip('myweb2', 'addr', 'del', `${vip()}/24`, 'dev', 'eth0');
    await seen(watch, allWell);
  });
});
