// When a checked server goes down and up: what is shown beside it against what the real HAProxy does.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkTimes } from '../../server/src/languages/haproxy/checkTimes';

const canRun = spawnSync('haproxy', ['-v']).status === 0;

/** A server that takes connections and drops them. */
async function listen(port = 0): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Seconds until HAProxy says something of the server. */
async function untilSaid(haproxy: ChildProcess, what: string): Promise<number> {
  const begin = performance.now();
  for await (const chunk of haproxy.stdout!.iterator({ destroyOnReturn: false })) {
    if (String(chunk).includes(what)) return (performance.now() - begin) / 1000;
  }
  throw new Error(`HAProxy ended without "${what}"`);
}

// Where nobody looks, what cannot run is a failure.
describe.skipIf(!canRun && process.env['CI'] !== 'true')('a checked server', () => {
  test.concurrent.each<[string, Record<string, string>]>([
    ['inter alone', { inter: '400ms', fall: '3', rise: '2' }],
    ['fastinter while in doubt', { inter: '900ms', fastinter: '100ms', fall: '4', rise: '4' }],
    ['downinter while down', { inter: '300ms', downinter: '900ms', fall: '2', rise: '3' }],
    ['all of them', { inter: '500ms', fastinter: '100ms', downinter: '800ms', fall: '3', rise: '3' }],
  ])('%s', async (_name, parameters) => {
    const folder = mkdtempSync(join(tmpdir(), 'haconf-check-'));
    let server = await listen();
    const { port } = server.address() as AddressInfo;
    const given = Object.entries(parameters).flat().join(' ');
    const file = join(folder, 'haproxy.cfg');
    const lines = ['log stdout format raw local0', 'defaults', 'log global', 'timeout connect 1s', 'timeout client 1s'];
    writeFileSync(
      file,
      `global\n${lines.join('\n')}\ntimeout server 1s\nfrontend f\nbind unix@${folder}/f.sock\ndefault_backend b\nbackend b\nserver s 127.0.0.1:${port} check ${given}\n`,
    );
    const haproxy = spawn('haproxy', ['-db', '-f', file], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const { down, up } = checkTimes({ check: 'yes', ...parameters })!;
      // HAProxy's first check of all is sent early; let it find its rhythm.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      server.close();
      const wentDown = await untilSaid(haproxy, 'is DOWN');
      server = await listen(port);
      const cameUp = await untilSaid(haproxy, 'is UP');
      // A busy machine is late, never early.
      const [slack, late] = [0.2, 0.6];
      expect(wentDown).toBeLessThan(down + late);
      expect(cameUp).toBeLessThan(up + late);
      // A whole interval less than the longest is the shortest.
      const shorter = (name: string): number =>
        checkTimes({ check: 'yes', inter: parameters[name] ?? parameters['inter']!, fall: '1', rise: '1' })!.down;
      expect(wentDown).toBeGreaterThan(down - shorter('inter') - slack);
      expect(cameUp).toBeGreaterThan(up - shorter('downinter') - slack);
    } finally {
      haproxy.kill('SIGKILL');
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
});
