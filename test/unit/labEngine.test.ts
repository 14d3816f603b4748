/** The way to an engine: what happens when it hangs, breaks off or refuses, and what it says in pieces. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demultiplexer, lineSplitter } from '../../client/src/lab/demux';
import { connect } from '../../client/src/lab/engine';
import { buildStep, pullFraction, readProgress } from '../../client/src/lab/progressLines';

let home: string;
let servers: Server[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'haconf-home-'));
});
afterEach(async () => {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        }),
    ),
  );
  servers = [];
  rmSync(home, { recursive: true });
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  const path = join(home, 'engine.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return `unix://${path}`;
}

describe('An engine that', () => {
  it('never answers is given up', async () => {
    const DOCKER_HOST = await listen(createServer());
    const begin = Date.now();
    await expect(connect({ env: { DOCKER_HOST }, timeout: 200 })).rejects.toMatchObject({ code: 'engine-timeout' });
    expect(Date.now() - begin).toBeLessThan(2_000);
  });
  it('never answers does not hold up a cancellation', async () => {
    const DOCKER_HOST = await listen(createServer());
    const signal = AbortSignal.timeout(50);
    await expect(connect({ env: { DOCKER_HOST }, signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
  it('hangs up is told', async () => {
    const DOCKER_HOST = await listen(createServer((request) => request.socket.destroy()));
    await expect(connect({ env: { DOCKER_HOST } })).rejects.toMatchObject({ code: 'engine-lost' });
  });
  it('is not there is told, with where it was looked for', async () => {
    const DOCKER_HOST = `unix://${home}/none.sock`;
    await expect(connect({ env: { DOCKER_HOST } })).rejects.toMatchObject({
      code: 'no-engine',
      message: expect.stringContaining('none.sock') as string,
    });
  });
});

describe('Streams', () => {
  it('of frames are put together, however they are cut', () => {
    const frame = (stream: number, text: string) => {
      const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, text.length]);
      return Buffer.concat([head, Buffer.from(text)]);
    };
    const all = Buffer.concat([frame(1, 'out'), frame(2, 'err')]);
    const demultiplex = demultiplexer();
    const frames = [...all].flatMap((byte) => demultiplex(Buffer.from([byte])));
    expect(frames.map(({ stream, data }) => `${stream} ${data.toString()}`)).toEqual(['stdout out', 'stderr err']);
  });
  it('of lines keep characters whole', () => {
    const split = lineSplitter();
    const bytes = Buffer.from('né\r\nzwei\nrest');
    expect([...bytes].flatMap((byte) => split(Buffer.from([byte])))).toEqual(['né', 'zwei']);
  });
});

describe('Progress lines', () => {
  const read = (...lines: string[]) =>
    readProgress(Readable.from(lines.map((line) => Buffer.from(line))), 'Building', () => undefined);

  it('that end well end well, also cut in the middle', async () => {
    await expect(read('{"stream":"Step 1/2 : FROM x\\n"}\n{"str', 'eam":"ok"}')).resolves.toBeUndefined();
  });
  it('fail on the error that an engine reports in the stream', async () => {
    await expect(read('{"stream":"x"}\n{"errorDetail":{"message":"apt-get returned 100"}}\n')).rejects.toMatchObject({
      code: 'build-failed',
      message: expect.stringContaining('apt-get returned 100') as string,
    });
    await expect(read('{"errorDetail":{"message":"no space left on device"}}')).rejects.toMatchObject({
      code: 'disk-full',
    });
  });
  it('fail when they break off', async () => {
    await expect(read('{"stream":"x"}\n{"stre')).rejects.toMatchObject({ code: 'engine-lost' });
  });
  it('fail when nothing comes any more', async () => {
    const mute = new Readable({ read: () => undefined });
    await expect(readProgress(mute, 'Pulling', () => undefined, 20)).rejects.toMatchObject({ code: 'engine-timeout' });
  });
  it('tell the step of a build and the part of a pull', () => {
    expect(buildStep({ stream: 'Step 3/12 : RUN apt-get update\n' })).toEqual({
      step: 3,
      of: 12,
      instruction: 'RUN apt-get update',
    });
    expect(buildStep({ stream: 'Get:1 ...' })).toBeUndefined();
    const fraction = pullFraction();
    fraction({ id: 'a', status: 'Pulling fs layer', progressDetail: {} });
    expect(fraction({ id: 'a', status: 'Downloading', progressDetail: { current: 25, total: 100 } })).toBeCloseTo(0.25);
    expect(fraction({ id: 'a', status: 'Pull complete' })).toBe(1);
  });
});
