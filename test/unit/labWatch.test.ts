/** The watch against an engine made of streams that the test holds: what ends is begun again, and leaves no gap. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duplex, PassThrough } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { parsePlan } from '../../client/src/lab/compose';
import { Engine } from '../../client/src/lab/dockerApi';
import { LabError } from '../../client/src/lab/errors';
import type { LabState } from '../../client/src/lab/state';
import type { Call, Transport } from '../../client/src/lab/transport';
import { watchLab, type Watch } from '../../client/src/lab/watch';

const FILE = join(import.meta.dirname, '../../lab-templates/two-web-two-lb/compose.yaml');
const PLAN = parsePlan(readFileSync(FILE, 'utf8'), FILE);

function frame(line: object): Buffer {
  const text = Buffer.from(`${JSON.stringify(line)}\n`);
  const head = Buffer.alloc(8);
  head.writeUInt8(1, 0);
  head.writeUInt32BE(text.length, 4);
  return Buffer.concat([head, text]);
}

/** As a transport has to: aborting the signal destroys the stream. */
function cutOnAbort<T extends Duplex>(stream: T, { signal }: Call): T {
  signal?.addEventListener('abort', () => {
    stream.destroy(new LabError('cancelled', 'Cancelled.', ''));
  });
  return stream;
}

class FakeEngine implements Transport {
  /** Containers that run, by service name. */
  readonly running = new Set(PLAN.nodes.map(({ name }) => name));
  readonly events: PassThrough[] = [];
  /** Streams into nodes, by service name, newest last. */
  readonly streams = new Map<string, Duplex[]>();

  request(call: Call): Promise<unknown> {
    if (call.path === '/containers/json') return Promise.resolve(PLAN.nodes.map(({ name }) => this.container(name)));
    const name = /^\/containers\/(\w+)\/exec$/.exec(call.path)?.[1];
    return Promise.resolve({ Id: name });
  }
  stream(call: Call): Promise<PassThrough> {
    const events = cutOnAbort(new PassThrough(), call);
    this.events.push(events);
    return Promise.resolve(events);
  }
  hijack(call: Call): Promise<Duplex> {
    const name = call.path.split('/')[2]!;
    const stream = new Duplex({
      read: () => undefined,
      write: (_chunk, _encoding, done) => {
        done();
      },
    });
    cutOnAbort(stream, call);
    this.streams.set(name, [...(this.streams.get(name) ?? []), stream]);
    stream.push(frame({ about: 'addresses', value: [`of ${name}`] }));
    return Promise.resolve(stream);
  }
  private container(name: string): object {
    const labels = { 'com.docker.compose.project': PLAN.project, 'com.docker.compose.service': name };
    return {
      Id: name,
      Names: [`/${name}`],
      State: this.running.has(name) ? 'running' : 'exited',
      Status: 'Exited (137) 1 second ago',
      Labels: labels,
    };
  }
}

let watch: Watch;
afterEach(() => watch.close());

function node(state: LabState, name: string) {
  return state.nodes.find((candidate) => candidate.name === name)!;
}
function live(state: LabState): boolean {
  return ['mylb1', 'mylb2', 'probe'].every((name) => node(state, name).watch === 'live');
}
function begin(fake: FakeEngine): Watch {
  const info = { description: '', env: {}, remote: false, apiVersion: '1.41', version: '' };
  return watchLab(() => Promise.resolve(new Engine(fake, info)), PLAN);
}

it('an engine that is not there is trouble, and is tried again', async () => {
  let tries = 0;
  const info = { description: '', env: {}, remote: false, apiVersion: '1.41', version: '' };
  watch = watchLab(() => {
    if (++tries < 3) return Promise.reject(new LabError('no-engine', 'No engine.', 'Start one.'));
    return Promise.resolve(new Engine(new FakeEngine(), info));
  }, PLAN);
  expect((await watch.until(({ trouble }) => trouble !== undefined)).trouble?.code).toBe('no-engine');
  const state = await watch.until(live);
  expect(state).toMatchObject({ phase: 'running', trouble: undefined });
  expect(tries).toBe(3);
});

it('a stream that ends makes its node unknown until it tells anew', async () => {
  const fake = new FakeEngine();
  watch = begin(fake);
  await watch.until(live);
  fake.streams.get('mylb1')?.[0]?.push(null);
  const state = await watch.until((now) => node(now, 'mylb1').watch === 'connecting');
  expect(node(state, 'mylb1')).toMatchObject({ addresses: undefined, watchTrouble: { code: 'engine-lost' } });
  expect(node(state, 'mylb2')).toMatchObject({ addresses: ['of mylb2'] });
  await watch.until(live);
  expect(fake.streams.get('mylb1')).toHaveLength(2);
});

it('an event leads to a new look; a node that has gone is not listened to', async () => {
  const fake = new FakeEngine();
  watch = begin(fake);
  await watch.until(live);
  fake.running.delete('mylb1');
  fake.events[0]?.write(
    `{"Type":"container","Actor":{"Attributes":{"com.docker.compose.project":"${PLAN.project}"}}}\n`,
  );
  const state = await watch.until((now) => node(now, 'mylb1').status === 'exited');
  expect(node(state, 'mylb1')).toMatchObject({ watch: 'none', exitCode: 137 });
  expect(state.phase).toBe('partial');
  await expect.poll(() => fake.streams.get('mylb1')?.[0]?.destroyed).toBe(true);
});

it('when the events end, everything is looked at anew', async () => {
  const fake = new FakeEngine();
  watch = begin(fake);
  await watch.until(live);
  fake.running.delete('myweb1');
  fake.events[0]?.end();
  const state = await watch.until((now) => now.phase === 'partial' && live(now));
  expect(state.trouble).toBeUndefined();
  expect(fake.events).toHaveLength(2);
});

it('closed, it has ended every stream and changes no more', async () => {
  const fake = new FakeEngine();
  watch = begin(fake);
  await watch.until(live);
  await watch.close();
  expect([...fake.streams.values()].flat().every(({ destroyed }) => destroyed)).toBe(true);
  await expect(watch.until(() => false)).rejects.toMatchObject({ code: 'cancelled' });
});
