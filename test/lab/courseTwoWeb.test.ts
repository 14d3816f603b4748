/** The course on two web servers and two load balancers, step by step against the real engine: docs/courses.md. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lessons } from '../../client/src/lab/lessons';
import { switchConfiguration } from '../../client/src/lab/switchConfiguration';
import type { Watch } from '../../client/src/lab/watch';
import { basic, statistics, texts } from './clients';
import {
  allWell,
  ask,
  balancer,
  holder,
  leftovers,
  onNode,
  page,
  seen,
  serverStatus,
  testLab,
  type TestLab,
} from './harness';

const WEBS = ['myweb1', 'myweb2'];
const BALANCERS = ['mylb1', 'mylb2'];
const GREETINGS = WEBS.map((web) => `Greeting from ${web}`);
let made: TestLab;
let watch: Watch;
/** What the walkthrough has to check by what was measured. */
const lessons = new Lessons();
/** As compose.yaml names it. */
let named = '/etc/haproxy/haproxy.cfg';

beforeAll(async () => {
  made = await testLab('two-web-two-lb');
  watch = made.watch();
  watch.onChange((state) => {
    lessons.see(state, named);
  });
  await made.lab.up();
  await seen(watch, allWell);
});
afterAll(async () => {
  await made.cleanUp();
  expect(await leftovers(made)).toEqual([]);
});

const throughAddress = (label = 'Through the virtual address') => page(made.plan, 'vip', label);
const statusOf = async (lb: string, server: string) =>
  (await statistics(page(made.plan, lb, 'Statistics'), 'haproxy', 'passw0rd')).get(`be_web/${server}`);
const running = (nodes: readonly string[]) =>
  watch.state.nodes.filter(({ name, status }) => nodes.includes(name) && status === 'running').map(({ name }) => name);

/** Whether the node's kernel holds the virtual address, as `ip addr show eth0` tells. */
async function holds(lb: string): Promise<boolean> {
  const { output } = await onNode(made, lb, 'ip', 'addr', 'show', 'eth0');
  return output.includes(` ${made.plan.vips[0]!.address}/`);
}

/** curl on a load balancer, through the virtual address. */
async function curl(lb: string, ...what: string[]): Promise<string> {
  const { exitCode, output } = await onNode(made, lb, 'curl', '--silent', '--fail', '--max-time', '5', ...what);
  expect(exitCode).toBe(0);
  return output.trim();
}

describe('Images and web servers', () => {
  it('images for web servers and load balancers are built', async () => {
    const names = made.plan.nodes.map(({ image }) => image);
    expect(new Set(names).size).toBe(3);
    for (const name of new Set(names)) expect(await made.engine.image(name)).toBeDefined();
  });

  it('the web servers run, each under its own host name', async () => {
    expect(running(WEBS)).toEqual(WEBS);
    for (const web of WEBS) expect((await onNode(made, web, 'hostname')).output.trim()).toBe(web);
  });

  it('healthz answers on four ports, with and without TLS', async () => {
    for (const web of WEBS) {
      expect((await ask(page(made.plan, web, 'Greeting'))).text).toBe(`Greeting from ${web}\n`);
      expect(await ask(page(made.plan, web, 'Greeting (HTTPS)'))).toMatchObject({
        text: `Greeting from ${web}\n`,
        certificate: 'ha-lab',
      });
    }
  });
});

describe('HAProxy', () => {
  const change = async (name: string) => {
    named = `/etc/haproxy/${name}`;
    await switchConfiguration(made.engine, { plan: made.plan, nodes: BALANCERS, target: named });
  };

  it('the load balancers run HAProxy and keepalived', async () => {
    expect(running(BALANCERS)).toEqual(BALANCERS);
    for (const lb of BALANCERS)
      for (const name of ['haproxy', 'keepalived'])
        expect((await onNode(made, lb, 'service', name, 'status')).output.trim()).toBe(`${name} is running`);
  });

  it('haproxy.cfg: plain HTTP', async () => {
    for (const lb of BALANCERS) {
      expect((await onNode(made, lb, 'service', 'haproxy', 'check')).exitCode).toBe(0);
      expect([...new Set(await texts(page(made.plan, lb, 'Greeting'), 6))].sort()).toEqual(GREETINGS);
    }
  });

  it('the statistics pages ask for user and password, and list both servers', async () => {
    for (const lb of BALANCERS) {
      const url = page(made.plan, lb, 'Statistics');
      expect((await ask(url)).status).toBe(401);
      expect((await ask(url, basic('haproxy', 'wrong'))).status).toBe(401);
      expect((await ask(url, basic('haproxy', 'passw0rd'))).text).toContain('be_web');
      for (const web of WEBS) expect(await statusOf(lb, web)).toBe('UP');
    }
  });

  it('haproxy-tls-passthrough.cfg: the web servers hold the certificate', async () => {
    await change('haproxy-tls-passthrough.cfg');
    const state = await seen(watch, (now) =>
      BALANCERS.every((lb) =>
        balancer(now, lb).backends.some(({ name, status }) => name === 'be_tls' && status === 'UP'),
      ),
    );
    const names = balancer(state, 'mylb1').backends.map(({ name }) => name);
    expect(names.sort()).toEqual(['be_tls', 'be_web']);
    const answer = await ask(throughAddress('Through the virtual address (HTTPS)'));
    expect(answer).toMatchObject({ status: 200, certificate: 'ha-lab' });
    expect(answer.headers['x-lb']).toBeUndefined();
  });

  it('haproxy-tls-termination.cfg: the load balancers hold the certificate', async () => {
    await change('haproxy-tls-termination.cfg');
    await seen(watch, (now) => allWell(now) && BALANCERS.every((lb) => balancer(now, lb).backends.length === 1));
    expect(await ask(throughAddress('Through the virtual address (HTTPS)'))).toMatchObject({
      status: 200,
      certificate: 'ha-lab',
      headers: { 'x-lb': 'mylb1' },
    });
  });
});

describe('keepalived', () => {
  it('the virtual address is on the master, and only there', async () => {
    expect([await holds('mylb1'), await holds('mylb2')]).toEqual([true, false]);
  });

  it('requests through the virtual address are answered, with and without TLS', async () => {
    const { address } = made.plan.vips[0]!;
    for (const lb of BALANCERS) {
      expect(GREETINGS).toContain(await curl(lb, `http://${address}:8080/healthz`));
      expect(GREETINGS).toContain(await curl(lb, '--insecure', `https://${address}:8443/healthz`));
    }
  });
});

describe('Failures', () => {
  it('a web server stopped goes DOWN, and is never hit', async () => {
    await made.lab.node('myweb1').stop();
    const down = await seen(watch, (now) => serverStatus(now, 'myweb1').every((status) => status === 'DOWN'));
    expect(down.phase).toBe('partial');
    expect(down.problems.map(({ id }) => id)).toEqual(expect.arrayContaining(['node:myweb1', 'server:be_web/myweb1']));
    for (const lb of BALANCERS) expect(await statusOf(lb, 'myweb1')).toBe('DOWN');
    expect(new Set(await texts(throughAddress(), 6))).toEqual(new Set(['Greeting from myweb2']));
  });

  it('started again it is UP, and both are hit', async () => {
    await made.lab.node('myweb1').start();
    await seen(watch, allWell);
    for (const lb of BALANCERS) expect(await statusOf(lb, 'myweb1')).toBe('UP');
    expect([...new Set(await texts(throughAddress(), 6))].sort()).toEqual(GREETINGS);
  });

  it('HAProxy stopped on the master: BACKUP there, MASTER on the other, and the address moves', async () => {
    await made.lab.node('mylb1').haproxy('stop');
    const state = await seen(
      watch,
      (now) =>
        holder(now) === 'mylb2' &&
        balancer(now, 'mylb1').vrrp[0]?.state === 'BACKUP' &&
        balancer(now, 'mylb2').vrrp[0]?.state === 'MASTER',
    );
    expect(balancer(state, 'mylb1').haproxy).toBe('down');
    expect([await holds('mylb1'), await holds('mylb2')]).toEqual([false, true]);
    for (const lb of BALANCERS)
      expect(GREETINGS).toContain(await curl(lb, `http://${made.plan.vips[0]!.address}:8080/healthz`));
  });

  it('HAProxy started again: MASTER there, BACKUP on the other, and the address is back', async () => {
    await made.lab.node('mylb1').haproxy('start');
    const state = await seen(watch, allWell);
    expect(BALANCERS.map((lb) => balancer(state, lb).vrrp[0]?.state)).toEqual(['MASTER', 'BACKUP']);
    expect([await holds('mylb1'), await holds('mylb2')]).toEqual([true, false]);
    expect(GREETINGS).toContain(await curl('mylb2', `http://${made.plan.vips[0]!.address}:8080/healthz`));
  });
});

it('the walkthrough has every step of it checked', () => {
  expect([...lessons.done]).toEqual(
    expect.arrayContaining(['started', 'statistics', 'switched', 'webLeft', 'webBack', 'haproxyLeft', 'haproxyBack']),
  );
});
