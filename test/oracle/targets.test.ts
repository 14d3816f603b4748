/** What is watched beside the labs, against a real HAProxy on the loopback interface: runtime socket, page, page over TLS. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { selfSigned } from '../../client/src/lab/certificate';
import { commandOf, mustBeSilent } from '../../client/src/lab/serverAction';
import { runtimeSocket } from '../../client/src/lab/targets/runtimeSocket';
import { statisticsPage, UntrustedCertificate, type Page } from '../../client/src/lab/targets/statisticsPage';
import type { Source } from '../../client/src/lab/targets/source';
import { watchTarget, type TargetState, type TargetWatch } from '../../client/src/lab/targets/watchTarget';

const folder = mkdtempSync(join(tmpdir(), 'haconf-targets-'));
const password = 'p@ss:word';
let ports: { socket: number; looking: number; page: number; tls: number; open: number; web: number };
let haproxy: ChildProcess | undefined;
const watches: TargetWatch[] = [];

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const found = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) server.close();
  return found;
}

function configuration(): string {
  return `global
  stats socket ipv4@127.0.0.1:${ports.socket} level admin
  stats socket ipv4@127.0.0.1:${ports.looking} level user
defaults
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 5s
userlist people
  user admin insecure-password ${password}
frontend page
  bind 127.0.0.1:${ports.page}
  bind 127.0.0.1:${ports.tls} ssl crt ${join(folder, 'tls.pem')}
  stats enable
  stats uri /stats
  stats http-request auth unless { http_auth(people) }
frontend open
  bind 127.0.0.1:${ports.open}
  stats enable
  stats uri /stats
backend web
  server one 127.0.0.1:${ports.web} weight 100
  server two 127.0.0.1:${ports.web} backup
`;
}

async function start(): Promise<void> {
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, configuration());
  const begun = spawn('haproxy', ['-db', '-f', file], { stdio: ['ignore', 'inherit', 'inherit'] });
  haproxy = begun;
  const asked = runtimeSocket('127.0.0.1', ports.socket);
  const given = { signal: AbortSignal.timeout(10_000) };
  for (;;) {
    try {
      await asked.command!('show info', given);
      return;
    } catch (error) {
      if (begun.exitCode !== null || given.signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function stop(): Promise<void> {
  const running = haproxy;
  haproxy = undefined;
  if (!running) return;
  running.kill('SIGKILL');
  await once(running, 'exit');
}

beforeAll(async () => {
  const [socket, looking, page, tls, open, web] = (await freePorts(6)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  ports = { socket, looking, page, tls, open, web };
  const { certificate, key } = selfSigned('127.0.0.1', ['IP:127.0.0.1'], 2);
  writeFileSync(join(folder, 'tls.pem'), certificate + key);
  await start();
});
afterEach(async () => {
  for (const watch of watches.splice(0)) await watch.close();
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

/** Watches, and waits for a state. */
function watching(source: Source) {
  let look = () => {};
  const watch = watchTarget(
    () => Promise.resolve(source),
    'it',
    () => {
      look();
    },
  );
  watches.push(watch);
  const seen = (condition: (state: TargetState) => boolean) =>
    new Promise<TargetState>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`never seen; last: ${JSON.stringify(watch.state)} ${String(watch.state.trouble)}`));
      }, 20_000);
      look = () => {
        if (!condition(watch.state)) return;
        clearTimeout(timer);
        resolve(watch.state);
      };
      look();
    });
  return { watch, seen };
}

const page = (change: Partial<Page> = {}): Page => ({
  url: `http://127.0.0.1:${ports.page}/stats`,
  user: 'admin',
  password: () => Promise.resolve(password),
  ...change,
});

describe('A runtime socket over TCP', () => {
  it('tells of servers with their weights', async () => {
    const { seen } = watching(runtimeSocket('127.0.0.1', ports.socket));
    const { inside } = await seen(({ live }) => live);
    const web = inside.backends.find(({ name }) => name === 'web');
    expect(web?.servers).toMatchObject([
      { name: 'one', status: 'no check', weights: { set: 100, configured: 100 }, backup: false },
      { name: 'two', status: 'no check', backup: true },
    ]);
    expect(inside.frontends.map(({ name }) => name)).toEqual(['page', 'open']);
  });

  it('takes changes, which are seen; what HAProxy refuses is told in its words', async () => {
    const source = runtimeSocket('127.0.0.1', ports.socket);
    const { seen } = watching(source);
    const weight = (state: TargetState) => state.inside.backends.flatMap(({ servers }) => servers)[0]?.weights?.set;
    const ask = async (text: string) => {
      mustBeSilent(await source.command!(text, {}), 'it');
    };
    await ask(commandOf('web', 'one', { kind: 'weight', weight: '50%' }));
    await seen((state) => weight(state) === 50);
    await ask(commandOf('web', 'one', { kind: 'maint' }));
    const { inside } = await seen((state) => state.inside.backends[0]?.servers[0]?.status === 'MAINT');
    expect(inside.backends[0]?.servers[0]?.admin).toEqual([{ state: 'MAINT', by: 'runtime' }]);
    await ask(commandOf('web', 'one', { kind: 'ready' }));
    await ask(commandOf('web', 'one', { kind: 'weight', weight: '100%' }));
    await expect(ask('set server web/none state drain')).rejects.toThrow('HAProxy on it refused: No such server.');
    const looking = runtimeSocket('127.0.0.1', ports.looking);
    const answer = await looking.command!('set server web/one state drain', {});
    expect(() => {
      mustBeSilent(answer, 'it');
    }).toThrow('Permission denied');
  });

  it('tells when the server is gone, and goes on when it is back', async () => {
    const { seen } = watching(runtimeSocket('127.0.0.1', ports.socket));
    await seen(({ live }) => live);
    await stop();
    const gone = await seen(({ trouble }) => trouble !== undefined);
    expect(gone.trouble?.message).toBe(`127.0.0.1:${ports.socket} cannot be asked: nothing listens there.`);
    // What was known is no measurement of now.
    expect(gone.inside.backends).toEqual([]);
    await start();
    await seen(({ live }) => live);
  });

  it('something else that listens there is told from it', async () => {
    const { seen } = watching(runtimeSocket('127.0.0.1', ports.open));
    const { trouble } = await seen((state) => state.trouble !== undefined);
    expect(trouble?.message).toContain('answers, but not as a runtime socket of HAProxy: HTTP/1.');
  });

  it('one that takes connections and says nothing is given up, with no connection left', async () => {
    const open = new Set<unknown>();
    const mute: Server = createServer((socket) => {
      open.add(socket);
      socket
        .once('close', () => open.delete(socket))
        .on('error', () => undefined)
        .resume();
    }).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { seen, watch } = watching(runtimeSocket('127.0.0.1', (mute.address() as AddressInfo).port));
    const { trouble } = await seen((state) => state.trouble !== undefined);
    expect(trouble?.message).toContain('did not answer within 5 s');
    expect(open.size).toBeLessThanOrEqual(1);
    await watch.close();
    await vi.waitFor(() => {
      expect(open.size).toBe(0);
    });
    mute.close();
  });
});

describe('A statistics page', () => {
  it('is read with user and password, and cannot be changed', async () => {
    const source = statisticsPage(page());
    const { seen } = watching(source);
    const { inside } = await seen(({ live }) => live);
    expect(inside.backends[0]?.servers.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(source.command).toBeUndefined();
  });

  it('that asks for a password, or does not take it, is asked once and no more', async () => {
    for (const [change, words] of [
      [{ user: undefined }, 'asks for a user and a password'],
      [{ password: () => Promise.resolve('wrong') }, 'does not take the password of admin'],
    ] as const) {
      let asked = 0;
      const one = statisticsPage(page(change));
      const { seen } = watching({
        follow: (onTold, signal) => {
          asked++;
          return one.follow(onTold, signal);
        },
      });
      const { trouble } = await seen((state) => state.trouble !== undefined);
      expect(trouble).toMatchObject({ code: 'credentials', message: expect.stringContaining(words) as string });
      expect(String(trouble?.stack)).not.toContain('wrong');
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(asked).toBe(1);
    }
  });

  it('without a password needs none; another page is told from it', async () => {
    const open = page({ url: `http://127.0.0.1:${ports.open}/stats`, user: undefined });
    await watching(statisticsPage(open)).seen(({ live }) => live);
    const other = page({ url: `http://127.0.0.1:${ports.open}/nothing`, user: undefined });
    const { trouble } = await watching(statisticsPage(other)).seen((state) => state.trouble !== undefined);
    expect(trouble?.message).toMatch(/answers 503, not with statistics/);
  });

  it('over TLS is trusted only by its fingerprint, and gets no password before', async () => {
    let given = 0;
    const url = `https://127.0.0.1:${ports.tls}/stats`;
    const counting = () => {
      given++;
      return Promise.resolve(password);
    };
    const { trouble } = await watching(statisticsPage(page({ url, password: counting }))).seen(
      (state) => state.trouble !== undefined,
    );
    if (!(trouble instanceof UntrustedCertificate)) throw new Error(String(trouble));
    expect(trouble.fingerprint).toMatch(/^([\dA-F]{2}:){31}[\dA-F]{2}$/);
    expect(given).toBe(0);

    const trusted = page({ url, certificate: trouble.fingerprint });
    const { inside } = await watching(statisticsPage(trusted)).seen(({ live }) => live);
    expect(inside.frontends.map(({ name }) => name)).toContain('page');

    const other = page({ url, certificate: trouble.fingerprint.replace(/^../, 'ZZ') });
    const wrong = await watching(statisticsPage(other)).seen((state) => state.trouble !== undefined);
    expect(wrong.trouble).toMatchObject({ code: 'certificate' });
  });
});
