/** From what was seen to numbers, lanes and a sentence. */
import { describe, expect, test } from 'vitest';
import { drills } from '../../client/src/lab/drills/index';
import { agreement, verdict } from '../../client/src/lab/drills/judge';
import { measured } from '../../client/src/lab/drills/measure';
import type { Recording } from '../../client/src/lab/drills/recording';
import { timeline } from '../../client/src/lab/drills/timeline';
import type { TrafficResult } from '../../client/src/lab/traffic';
import type { DrillId, Forecast } from '../../server/src/protocol';

const VIP = '10.0.0.100';
const [BEGUN, CAUSED, HEALED, ENDED] = [1_000, 3_000, 13_000, 20_000];
/** Requests a second. */
const RATE = 10;

const dump = (state: number, priority: number) => [
  { data: { iname: 'VI_1', state, effective_priority: priority, vips: [`${VIP}/24 dev eth0`] }, stats: {} },
];
const [BACKUP, MASTER] = [1, 2];

/** lb1 holds the address until 6000 ms, lb2 from then until it is given back at 16000 ms. */
function recording(id: DrillId, answers: (due: number) => Partial<TrafficResult>): Recording {
  const say = (node: string, at: number, about: string, value: unknown) => ({ node, at, about, value });
  const results = Array.from({ length: ((ENDED - BEGUN) / 1000) * RATE }, (_, index): TrafficResult => {
    const due = BEGUN + (index * 1000) / RATE;
    const well = { status: 200, error: undefined, balancer: 'lb1', server: 'web1' };
    return { kind: 'result', index, due, sent: due, done: due + 5, ...well, ...answers(due) };
  });
  return {
    drill: drills.find((drill) => drill.id === id)!,
    cast: { target: 'lb1', holder: 'lb1', others: ['lb2'], addresses: {}, virtualAddress: VIP },
    reports: [
      say('lb1', 500, 'addresses', ['10.0.0.1', VIP]),
      say('lb2', 500, 'addresses', ['10.0.0.2']),
      say('lb1', 510, 'keepalived', dump(MASTER, 103)),
      say('lb2', 510, 'keepalived', dump(BACKUP, 102)),
      say('lb1', 4_500, 'keepalived', dump(MASTER, 101)),
      say('lb2', 6_000, 'keepalived', dump(MASTER, 102)),
      say('lb2', 6_001, 'addresses', ['10.0.0.2', VIP]),
      say('probe', 6_002, 'announced', '02:00:00:00:00:02'),
      say('probe', 6_003, 'announced', '02:00:00:00:00:02'),
      say('lb1', 6_005, 'keepalived', dump(BACKUP, 101)),
      say('lb1', 6_006, 'addresses', ['10.0.0.1']),
      say('lb1', 14_000, 'keepalived', dump(BACKUP, 103)),
      say('lb1', 16_000, 'keepalived', dump(MASTER, 103)),
      say('lb1', 16_001, 'addresses', ['10.0.0.1', VIP]),
      say('lb2', 16_003, 'addresses', ['10.0.0.2']),
      say('lb2', 16_004, 'keepalived', dump(BACKUP, 102)),
    ],
    results,
    stalls: [],
    begun: BEGUN,
    caused: CAUSED,
    healed: HEALED,
    ended: ENDED,
    macs: new Map([['02:00:00:00:00:02', 'lb2']]),
    rate: RATE,
  };
}

const failed = { status: undefined, error: 'connection refused', balancer: undefined, server: undefined };
const outage = (due: number): Partial<TrafficResult> =>
  due >= CAUSED && due < 6_000 ? failed : due < 16_000 && due >= 6_000 ? { balancer: 'lb2' } : {};

describe('measured', () => {
  test('an outage: to the completion of the first answer, each request that failed', () => {
    const { measures, requests } = measured(recording('haproxy-killed', outage), ['lb2']);
    expect(measures).toEqual({
      detection: 1_500,
      vipGap: 0,
      // From the last answer at 2905 to the next one at 6005.
      clientGap: 3_100,
      lost: 30,
      recovery: 3_004,
      failback: 3_003,
    });
    expect(requests).toEqual({ sent: 100, answered: 70 });
  });

  test('a node that is cut off holds the address in vain', () => {
    expect(measured(recording('partition', outage), ['lb1', 'lb2']).measures.vipGap).toBe(3_001);
  });

  const addresses = (node: string, at: number, ...value: string[]) => ({ node, at, about: 'addresses', value });

  test('an address that nobody held while both were down comes back as well', () => {
    const reports = [
      addresses('lb1', 500, VIP),
      addresses('lb2', 500),
      addresses('lb1', 14_000),
      addresses('lb2', 14_500),
      addresses('lb1', 16_000, VIP),
    ];
    const both = { ...recording('both-lbs-down', () => failed), reports };
    expect(measured(both, []).measures).toMatchObject({ vipGap: 10_000, failback: 3_000 });
  });

  test('an address that was back before the healing does not come back by it', () => {
    const reports = [
      addresses('lb1', 500),
      addresses('lb2', 500, VIP),
      addresses('lb1', 6_000, VIP),
      addresses('lb2', 6_010),
    ];
    expect(measured({ ...recording('preempt', () => ({})), reports }, ['lb1']).measures.failback).toBeNull();
  });

  test('one server of two that fails is no gap, but its requests are lost', () => {
    const every = (due: number) => (due >= CAUSED && due < 5_000 && (due / 100) % 2 === 0 ? { status: 503 } : {});
    expect(measured(recording('lb-killed', every), ['lb1']).measures).toMatchObject({ clientGap: 0, lost: 10 });
  });

  test('a short pause in which nothing failed is none of the fault; in a long one clients waited', () => {
    const until = (end: number) => (due: number) => (due >= 7_000 && due < end ? { done: end + 10 } : {});
    const { clientGap, lost } = measured(recording('lb-stopped', until(7_500)), ['lb2']).measures;
    expect({ clientGap, lost }).toEqual({ clientGap: 0, lost: 0 });
    // From the answer at 6905 on.
    expect(measured(recording('lb-stopped', until(8_000)), ['lb2']).measures).toMatchObject({
      clientGap: 1_100,
      lost: 0,
    });
  });
});

describe('the timeline', () => {
  const { events, begin, end, healed } = timeline(recording('haproxy-killed', outage), 'healed');
  const lane = (name: string) => events.filter((event) => event.lane === name);

  test('counts from the fault', () => {
    expect({ begin, end, healed }).toEqual({ begin: -2_000, end: 17_000, healed: 10_000 });
    expect(lane('fault')).toMatchObject([
      { at: 0, until: 10_000, tone: 'bad', text: 'HAProxy killed' },
      { at: 10_000, until: null, tone: 'good', text: 'healed' },
    ]);
  });

  test('tells who held the address and what the client saw', () => {
    expect(lane('address').map(({ node, at, until }) => [node, at, until])).toEqual([
      ['lb1', -2_000, 3_006],
      ['lb2', 3_001, 13_003],
      ['lb1', 13_001, 17_000],
    ]);
    const client = lane('client').map(({ tone, text }) => [tone, text]);
    expect(client[0]).toEqual(['good', '20 requests answered']);
    expect(client.some(([tone, text]) => tone === 'bad' && text?.includes('connection refused'))).toBe(true);
  });

  test('a burst of gratuitous ARP is one event', () => {
    expect(lane('arp')).toMatchObject([{ node: 'lb2', at: 3_002 }]);
  });
});

describe('the verdict', () => {
  const found = measured(recording('haproxy-killed', outage), ['lb2']);
  const span = (low: number, high: number | null) => ({ low, high, sum: '', line: null });
  const forecast = (clientGap: ReturnType<typeof span>, holders = ['lb2']): Forecast => ({
    drill: 'haproxy-killed',
    target: 'lb1',
    holders,
    holdersSum: '',
    holdersLine: null,
    measures: {
      detection: span(1_000, 2_000),
      vipGap: span(0, 0),
      clientGap,
      lost: span(0, 100),
      recovery: span(2_000, 4_000),
      failback: span(2_000, 4_000),
    },
    tolerance: 1_000,
    advice: null,
  });
  const { drill, cast } = recording('haproxy-killed', outage);
  const judged = (one: Forecast) => agreement(one, found, HEALED - CAUSED, RATE);

  test('agrees within the tolerance', () => {
    expect(judged(forecast(span(2_000, 2_500))).every(({ agrees }) => agrees)).toBe(true);
    expect(verdict(drill, cast, found, judged(forecast(span(2_000, 2_500))))).toBe(
      'HAProxy killed (lb1): clients had no answer for 3.1 s and lost 30 of 100 requests; 10.0.0.100 was with lb2, as predicted.',
    );
  });

  test('says what came otherwise', () => {
    const wrong = judged(forecast(span(200, 500), ['lb1']));
    expect(wrong.filter(({ agrees }) => !agrees).map(({ measure }) => measure)).toEqual(['holders', 'clientGap']);
    expect(verdict(drill, cast, found, wrong)).toContain(
      'otherwise than predicted: who holds the address, time without answer',
    );
  });

  test('what was to last until the healing has to', () => {
    const [, , , gap] = judged(forecast(span(0, null)));
    expect(gap).toMatchObject({ measure: 'clientGap', agrees: true });
    const none = { ...found, measures: { ...found.measures, clientGap: 0 } };
    expect(agreement(forecast(span(0, null)), none, 10_000, RATE)[3]).toMatchObject({ agrees: false });
  });
});
