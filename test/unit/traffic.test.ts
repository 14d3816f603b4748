import { describe, expect, it } from 'vitest';
import { readPlan } from '../../client/src/lab/compose';
import type { TrafficResult } from '../../client/src/lab/traffic';
import { targetsOf, TrafficSession } from '../../client/src/lab/trafficSession';
import { TrafficWindow, WINDOW_SECONDS } from '../../client/src/lab/trafficWindow';
import { wishOf } from '../../client/src/view/traffic/frame';
import { frameOf } from '../../client/src/view/traffic/frames';
import { root } from '../support/bundles';

function result(due: number, more: Partial<TrafficResult> = {}): TrafficResult {
  const answer = { status: 200, error: undefined, balancer: 'mylb1', server: 'myweb1' };
  return { kind: 'result', index: 0, due, sent: due, done: due + 5, ...answer, ...more };
}
const plan = (template: string) => readPlan(`${root}/lab-templates/${template}/compose.yaml`);

describe('The last minute of a request loop', () => {
  it('is counted by second, by who answered and by what failed', () => {
    const window = new TrafficWindow();
    window.add(result(1_000_100));
    window.add(result(1_000_200, { server: 'myweb2' }));
    window.add(result(1_001_100, { status: undefined, error: 'timeout' }));
    window.add(result(1_001_200, { status: 503 }));
    window.addStall(1_001_300);
    const [before, last] = window.seconds('server').slice(-2);
    expect(before!.answers).toEqual(
      new Map([
        ['myweb1', 1],
        ['myweb2', 1],
      ]),
    );
    expect(last!.errors).toEqual(
      new Map([
        ['timeout', 1],
        ['HTTP 503', 1],
      ]),
    );
    expect([before!.stalled, last!.stalled]).toEqual([false, true]);
    expect(window.seconds('balancer').at(-2)!.answers).toEqual(new Map([['mylb1', 2]]));
  });

  it('forgets what is older, and does not grow', () => {
    const window = new TrafficWindow();
    for (let second = 0; second < 500; second++) window.add(result(second * 1000));
    window.add(result(10_000));
    const seconds = window.seconds('server');
    expect(seconds).toHaveLength(WINDOW_SECONDS);
    expect(seconds.every(({ answers }) => answers.get('myweb1') === 1)).toBe(true);
  });

  it('knows how long answers took, from when they were due', () => {
    const window = new TrafficWindow();
    expect(window.latencies()).toEqual({ p50: undefined, p95: undefined, max: undefined });
    for (let time = 1; time <= 100; time++) window.add(result(5_000, { sent: 5_000, done: 5_000 + time }));
    window.add(result(5_000, { status: undefined, error: 'timeout', done: 6_000 }));
    expect(window.latencies()).toEqual({ p50: 50, p95: 95, max: 100 });
  });
});

describe('What can be asked', () => {
  it('is the virtual address and each load balancer, over HTTP and TLS where there is both', async () => {
    expect(targetsOf(await plan('two-web-two-lb')).map(({ id }) => id)).toEqual([
      'http://10.77.0.100:8080/healthz',
      'https://10.77.0.100:8443/healthz',
      'http://10.77.0.21:8080/healthz',
      'https://10.77.0.21:8443/healthz',
      'http://10.77.0.22:8080/healthz',
      'https://10.77.0.22:8443/healthz',
    ]);
    expect(targetsOf(await plan('two-node')).map(({ id }) => id)).toEqual([
      'http://10.78.0.100:8080/',
      'http://10.78.0.11:8080/',
      'http://10.78.0.12:8080/',
    ]);
  });
});

describe('A frame of the panel', () => {
  it('has a part of each bar for each name, and the failures in order', async () => {
    const lab = await plan('two-web-two-lb');
    const targets = targetsOf(lab);
    const session = new TrafficSession(() => Promise.reject(new Error('no engine')), lab, targets[0]!, 10);
    session.window.add(result(1_000, { server: 'myweb2' }));
    session.window.add(result(1_000));
    session.window.add(result(1_000, { status: 503 }));
    const frame = frameOf(session, targets, 'server');
    expect(frame).toMatchObject({ names: ['myweb1', 'myweb2'], errors: [['HTTP 503', 1]], mostRate: 200 });
    expect(frame.bars.at(-1)).toEqual({ parts: [1, 1], errors: 1, stalled: false, p95: 5 });
  });

  it('says why nothing is sent', async () => {
    const lab = await plan('two-web-two-lb');
    const session = new TrafficSession(() => Promise.reject(new Error('no engine')), lab, targetsOf(lab)[0]!, 10);
    await session.start();
    expect(session).toMatchObject({ status: 'stopped', note: expect.stringContaining('no engine') as string });
  });
});

it.each([
  [
    { kind: 'rate', rate: 20.4 },
    { kind: 'rate', rate: 20 },
  ],
  [{ kind: 'rate', rate: 100_000 }, undefined],
  [{ kind: 'rate', rate: '5' }, undefined],
  [{ kind: 'target', id: 5 }, undefined],
  [{ kind: 'by', by: 'constructor' }, undefined],
  [{ kind: 'pause', more: 1 }, { kind: 'pause' }],
  ['pause', undefined],
  [null, undefined],
])('A message %j of the page is a wish or nothing', (message, wish) => {
  expect(wishOf(message)).toEqual(wish);
});
