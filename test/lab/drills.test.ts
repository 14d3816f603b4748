/** Requests from the probe, and drills, in one lab. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeOf } from '../../client/src/lab/plan';
import { isGood, startTraffic, type TrafficEvent, type TrafficOptions } from '../../client/src/lab/traffic';
import { testLab, type TestLab } from './harness';

let made: TestLab;

beforeAll(async () => {
  made = await testLab();
  await made.lab.up();
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
