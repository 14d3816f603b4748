/** The course on two servers, step by step against the real engine: docs/courses.md lists them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Lessons } from '../../client/src/lab/lessons';
import type { LabState } from '../../client/src/lab/state';
import { rowsOf } from '../../client/src/view/nodes';
import type { Row } from '../../client/src/view/row';
import type { Watch } from '../../client/src/lab/watch';
import { basic, holders, longestSilence, requestLoop, statistics, texts } from './clients';
import {
  ask,
  balancer,
  calm,
  holder,
  leftovers,
  onNode,
  page,
  seen,
  serverStatus,
  testLab,
  type TestLab,
} from './harness';

const SERVERS = ['server1', 'server2'];
const allWell = calm('server1', 'server1');
let made: TestLab;
let watch: Watch;
/** What the walkthrough has to check by what was measured. */
const lessons = new Lessons();

beforeAll(async () => {
  made = await testLab('two-node');
  watch = made.watch();
  watch.onChange((state) => {
    lessons.see(state);
  });
  await made.lab.up();
  await seen(watch, allWell);
});
afterAll(async () => {
  await made.cleanUp();
  expect(await leftovers(made)).toEqual([]);
});

const throughAddress = () => page(made.plan, 'vip', 'Through the virtual address');
const statisticsOf = (server: string) => page(made.plan, server, 'Statistics');
/** Who answers the probe, while one server holds the address. */
const servedBy = (state: LabState) =>
  holder(state) === state.vips[0]?.seen?.servedBy ? state.vips[0]?.seen?.servedBy : undefined;
const act = (user: string, password: string, action: string) =>
  ask(statisticsOf('server1'), basic(user, password), `s=server2&b=be_web&action=${action}`);

/** Both servers in turn, whichever begins. */
function expectInTurn(answers: readonly string[]): void {
  expect([...new Set(answers)].sort()).toEqual(SERVERS);
  expect(answers.filter((text, index) => text === answers[index - 1])).toEqual([]);
}

describe('Web servers', () => {
  it('each server answers with a page of its own', async () => {
    for (const server of SERVERS)
      expect(await texts(page(made.plan, server, 'Page of its own'), 2)).toEqual([server, server]);
  });
});

describe('HAProxy', () => {
  it('the configuration is valid on both servers', async () => {
    for (const server of SERVERS) {
      const { exitCode, output } = await onNode(made, server, 'haproxy', '-c', '-V', '-f', '/etc/haproxy/haproxy.cfg');
      expect(output.trim()).toBe('Configuration file is valid');
      expect(exitCode).toBe(0);
    }
  });

  it('requests to each server go round robin to both Apaches', async () => {
    for (const server of SERVERS) expectInTurn(await texts(page(made.plan, server, 'Through HAProxy'), 8));
  });

  it('the admin socket answers', async () => {
    const command = 'echo show stat | socat stdio /run/haproxy/admin.sock';
    const { output } = await onNode(made, 'server1', 'sh', '-c', command);
    expect(output).toMatch(/^be_web,server1,/m);
  });

  it('requests through the virtual address go round robin to both Apaches', async () => {
    expect((await ask(throughAddress())).headers['x-lb']).toBe('server1');
    expectInTurn(await texts(throughAddress(), 8));
  });
});

describe('Statistics page', () => {
  it('is refused without a user', async () => {
    for (const server of SERVERS) expect((await ask(statisticsOf(server))).status).toBe(401);
  });

  it('guest may read, and not act', async () => {
    for (const server of SERVERS) {
      expect((await ask(statisticsOf(server), basic('guest', 'guest'))).text).toContain('be_web');
      const found = await statistics(statisticsOf(server), 'guest', 'guest');
      expect(SERVERS.map((name) => found.get(`be_web/${name}`))).toEqual(['UP', 'UP']);
    }
    expect((await act('guest', 'guest', 'maint')).headers['location']).toContain('st=DENY');
    expect((await statistics(statisticsOf('server1'), 'guest', 'guest')).get('be_web/server2')).toBe('UP');
  });

  it('admin may act: a server in maintenance gets no requests until it is ready again', async () => {
    expect((await act('admin', 'lab-admin', 'maint')).headers['location']).toContain('st=DONE');
    expect((await statistics(statisticsOf('server1'), 'guest', 'guest')).get('be_web/server2')).toBe('MAINT');
    await seen(watch, (state) => serverStatus(state, 'server2').includes('MAINT'));
    expect(new Set(await texts(page(made.plan, 'server1', 'Through HAProxy'), 4))).toEqual(new Set(['server1']));

    expect((await act('admin', 'lab-admin', 'ready')).headers['location']).toContain('st=DONE');
    await seen(watch, allWell);
    expectInTurn(await texts(page(made.plan, 'server1', 'Through HAProxy'), 4));
  });
});

describe('Sidebar', () => {
  it('shows each server as a load balancer, and its Apache among the servers of both HAProxys', () => {
    const { plan } = made;
    const [lab] = rowsOf([{ file: plan.file, plan, state: watch.state, busy: undefined }]);
    const below = (row: Row): string[] => [row.label, ...row.children.flatMap(below)];
    const rows = lab!.children.map((row) => ({ ...row, shown: `${row.label} ${row.description}`, below: below(row) }));
    expect(rows.map(({ shown }) => shown)).toEqual([
      `VIP ${plan.vips[0]!.address} held by server1`,
      expect.stringMatching(/^server1 MASTER · priority 103 .* HAProxy up$/),
      expect.stringMatching(/^server2 BACKUP · priority 102 .* HAProxy up$/),
      expect.stringMatching(/^probe running · answers/),
    ]);
    for (const { below: names } of rows.slice(1, 3))
      expect(names).toEqual(expect.arrayContaining(['keepalived', 'HAProxy', 'be_web', ...SERVERS]));
  });
});

describe('Failover under a request loop with a pause of 0.2 s', () => {
  it('keepalived stopped on server1: server2 takes over within 3 s, and gives the address back', async () => {
    const answers = await requestLoop(throughAddress(), async () => {
      await made.lab.node('server1').keepalived('stop');
      await seen(watch, (state) => servedBy(state) === 'server2' && balancer(state, 'server1').keepalived === 'down');
      await made.lab.node('server1').keepalived('start');
      await seen(watch, (state) => allWell(state) && servedBy(state) === 'server1');
    });
    expect(holders(answers)).toEqual(['server1', 'server2', 'server1']);
    expect(longestSilence(answers)).toBeLessThan(3_000);
    expect(answers.filter(({ through }) => through === undefined).length).toBeLessThanOrEqual(5);
  });

  it('server1 restarted: its address and its page are away for a moment, clients wait less than 8 s', async () => {
    const answers = await requestLoop(throughAddress(), async () => {
      await made.lab.node('server1').restart();
      await seen(watch, (state) => allWell(state) && servedBy(state) === 'server1');
    });
    expect(holders(answers)).toEqual(['server1', 'server2', 'server1']);
    expect(longestSilence(answers)).toBeLessThan(8_000);
  });
});

it('the walkthrough has every step of it checked', () => {
  expect([...lessons.done]).toEqual(
    expect.arrayContaining(['started', 'statistics', 'maintained', 'keepalivedLeft', 'keepalivedBack', 'restarted']),
  );
});
