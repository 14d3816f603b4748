import { describe, expect, test } from 'vitest';
import { type FailoverNode, type Fault, predict } from '../../server/src/pairs/failover';

const node = (priority: number, version = 2, interval = 1): FailoverNode => ({
  version,
  interval,
  priority,
  adverts: 3,
});
const [master, backup] = [node(101), node(100)];
const quick = [node(101, 3, 0.1), node(100, 3, 0.1)] as const;
/** A check every second that counts after two failures, as in the measurements. */
const check = { interval: 1, fall: 2 };

/** Seconds that were measured between two nodes of priority 101 and 100, and for how long nobody answered. */
const measured: [string, ReturnType<typeof predict>, { takeover: number; gap: number; both: boolean }][] = [
  ['crash', predict('crash', master, backup), { takeover: 3.27, gap: 3.26, both: false }],
  ['orderly stop', predict('stop', master, backup), { takeover: 0.62, gap: 0.46, both: false }],
  [
    'script without weight',
    predict('check', master, backup, { ...check, effect: 'fault' }),
    { takeover: 1.65, gap: 0.46, both: false },
  ],
  [
    'script with weight',
    predict('check', master, backup, { ...check, effect: 'priority' }),
    { takeover: 4.25, gap: 0, both: false },
  ],
  ['keepalived killed', predict('kill', master, backup), { takeover: 3.23, gap: 0, both: true }],
  ['freeze', predict('freeze', master, backup), { takeover: 3.25, gap: 3.24, both: true }],
  ['link down', predict('link', master, backup), { takeover: 3.23, gap: 3.22, both: false }],
  ['partition', predict('partition', master, backup), { takeover: 3.28, gap: 3.26, both: true }],
  ['crash, VRRP 3 at 0.1 s', predict('crash', ...quick), { takeover: 0.356, gap: 0.34, both: false }],
];

describe('what was measured lies within what is predicted', () => {
  test.each(measured)('%s', (_name, prediction, { takeover, gap, both }) => {
    // A probe every 20 ms, and a first attempt that may be a retry 0.2 s later.
    const slack = 0.2;
    expect(takeover).toBeGreaterThanOrEqual(prediction.takeover!.least - slack);
    expect(takeover).toBeLessThanOrEqual(prediction.takeover!.most + slack);
    expect(gap).toBeGreaterThanOrEqual(prediction.gap.least - slack);
    expect(gap).toBeLessThanOrEqual(prediction.gap.most + slack);
    expect(prediction.both).toBe(both);
  });
});

describe('the reckoning', () => {
  test.each<[Fault, string, string]>([
    ['crash', '3 × 1 s + (256 - 100)/256 × 1 s', 'advert_int'],
    ['stop', '(256 - 100)/256 × 1 s', 'priority'],
  ])('%s', (fault, sum, dominant) => {
    expect(predict(fault, master, backup)).toMatchObject({ sum, dominant });
  });

  test('VRRP 3 counts the skew in advertisement intervals', () => {
    expect(predict('crash', ...quick).takeover!.most).toBeCloseTo(0.361, 3);
    expect(predict('stop', ...quick)).toMatchObject({ dominant: 'advert_int' });
  });

  test('with VRRP 3 the backup counts in the interval of its master, with VRRP 2 in its own', () => {
    expect(predict('crash', node(101, 3, 4), node(100, 3, 1)).takeover!.most).toBeCloseTo(14.44, 2);
    expect(predict('crash', node(101, 2, 4), node(100, 2, 1)).takeover!.most).toBeCloseTo(3.61, 2);
  });

  test('a slow check decides, and one that does not hand over never ends', () => {
    const slow = { interval: 10, fall: 3 };
    expect(predict('check', master, backup, { ...slow, effect: 'priority' })).toMatchObject({
      noticed: { least: 20, most: 30 },
      dominant: 'interval',
    });
    expect(predict('check', master, backup, { ...slow, effect: 'stays' }).takeover).toBeUndefined();
  });
});
