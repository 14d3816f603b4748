/**
 * A report as a drill leaves it: HAProxy killed on the holder of the address, in the lab of two web servers and two load
 * balancers as it comes, with VRRP 2, 50 requests a second.
 */
import type { DrillReport } from '../../client/src/lab/drills/report';
import type { SourceLine } from '../../server/src/protocol';

const folder = 'file:///home/user/ha-lab';
const weight: SourceLine = { uri: `${folder}/keepalived/keepalived-master.conf`, line: 16, text: 'weight 2' };
const advert: SourceLine = { uri: `${folder}/keepalived/keepalived-backup.conf`, line: 23, text: 'advert_int 1' };
const interval: SourceLine = { uri: `${folder}/keepalived/keepalived-master.conf`, line: 12, text: 'interval 1' };

export const exampleReport: DrillReport = {
  format: 1,
  drill: {
    id: 'haproxy-killed',
    title: 'HAProxy killed',
    does: 'HAProxy on the holder of the address is killed (SIGKILL); keepalived and the machine go on. As after a crash.',
  },
  lab: { project: 'ha-lab', template: 'two-web-two-lb', address: '10.77.0.100', target: 'mylb1' },
  time: '2026-11-20T09:15:42.120Z',
  versions: {
    mylb1: { haproxy: '3.0.11', keepalived: '2.3.3' },
    mylb2: { haproxy: '3.0.11', keepalived: '2.3.3' },
  },
  traffic: { url: 'http://10.77.0.100:8080/healthz', rate: 50, timeout: 1000 },
  preflight: [
    { what: 'Exactly one load balancer is MASTER', ok: true, found: 'mylb1' },
    { what: 'Exactly one load balancer holds 10.77.0.100', ok: true, found: 'mylb1' },
    { what: 'Every server is UP', ok: true, found: 'myweb1, myweb2' },
    { what: 'The probe keeps its pace', ok: true, found: '100 of 100 requests answered, at most 3 ms late' },
  ],
  forecast: {
    drill: 'haproxy-killed',
    target: 'mylb1',
    holders: ['mylb2'],
    holdersSum: '103 - 2 = 101 < 102: hands over',
    holdersLine: weight,
    measures: {
      detection: { low: 1000, high: 2000, sum: '2 × 1 s', line: interval },
      vipGap: { low: 0, high: 0, sum: 'the address moves at once', line: null },
      clientGap: { low: 3602, high: 5602, sum: '2 × 1 s + 3 × 1 s + (256 - 102)/256 × 1 s', line: advert },
      lost: { low: 180, high: 281, sum: '5.6 s × 50 requests a second', line: advert },
      recovery: { low: 3590, high: 5598, sum: '2 × 1 s + 3 × 1 s + (256 - 103)/256 × 1 s', line: advert },
      failback: { low: 3590, high: 5598, sum: '2 × 1 s + 3 × 1 s + (256 - 103)/256 × 1 s', line: advert },
    },
    tolerance: 2000,
    advice: {
      line: weight,
      replacement: 'weight 0',
      measure: 'clientGap',
      before: 5602,
      after: 2602,
      text: 'Without a weight a failed check puts mylb1 into FAULT: mylb2 takes over at once, and clients wait 2.6 s instead of 5.6 s.',
    },
  },
  noForecast: null,
  measured: {
    holders: ['mylb2'],
    measures: { detection: 1541, vipGap: 0, clientGap: 5148, lost: 257, recovery: 4702, failback: 4655 },
    requests: { sent: 500, answered: 243 },
  },
  agreement: [
    { measure: 'holders', agrees: true, tolerance: 0 },
    { measure: 'detection', agrees: true, tolerance: 1000 },
    { measure: 'vipGap', agrees: true, tolerance: 1000 },
    { measure: 'clientGap', agrees: true, tolerance: 2000 },
    { measure: 'lost', agrees: true, tolerance: 100 },
    { measure: 'recovery', agrees: true, tolerance: 2000 },
    { measure: 'failback', agrees: true, tolerance: 2000 },
  ],
  timeline: {
    begin: -2000,
    end: 16_800,
    healed: 10_020,
    events: [
      { lane: 'haproxy', node: 'mylb1', at: -2000, until: 0, tone: 'good', text: 'runs, 2 of 2 servers UP' },
      { lane: 'haproxy', node: 'mylb2', at: -2000, until: 16_800, tone: 'good', text: 'runs, 2 of 2 servers UP' },
      { lane: 'keepalived', node: 'mylb1', at: -2000, until: 5141, tone: 'good', text: 'MASTER' },
      { lane: 'keepalived', node: 'mylb2', at: -2000, until: 5139, tone: 'change', text: 'BACKUP' },
      { lane: 'address', node: 'mylb1', at: -2000, until: 5143, tone: 'good', text: 'holds 10.77.0.100' },
      { lane: 'client', node: 'mylb1', at: -2000, until: -8, tone: 'good', text: '100 requests answered' },
      { lane: 'fault', node: 'mylb1', at: 0, until: 10_020, tone: 'bad', text: 'HAProxy killed' },
      { lane: 'haproxy', node: 'mylb1', at: 0, until: 10_110, tone: 'bad', text: 'does not run' },
      { lane: 'client', node: null, at: 12, until: 5140, tone: 'bad', text: '257 requests failed: connection refused' },
      { lane: 'keepalived', node: 'mylb1', at: 1541, until: null, tone: 'change', text: 'priority 103 → 101' },
      { lane: 'keepalived', node: 'mylb2', at: 5139, until: 14_675, tone: 'good', text: 'MASTER' },
      { lane: 'address', node: 'mylb2', at: 5140, until: 14_680, tone: 'good', text: 'holds 10.77.0.100' },
      { lane: 'arp', node: 'mylb2', at: 5140, until: null, tone: 'change', text: 'announces 10.77.0.100' },
      { lane: 'keepalived', node: 'mylb1', at: 5141, until: 14_674, tone: 'change', text: 'BACKUP' },
      { lane: 'client', node: 'mylb2', at: 5148, until: 14_671, tone: 'good', text: '476 requests answered' },
      { lane: 'fault', node: 'mylb1', at: 10_020, until: null, tone: 'good', text: 'healed: HAProxy started' },
      { lane: 'haproxy', node: 'mylb1', at: 10_110, until: 16_800, tone: 'good', text: 'runs, 2 of 2 servers UP' },
      { lane: 'keepalived', node: 'mylb1', at: 11_214, until: null, tone: 'change', text: 'priority 101 → 103' },
      { lane: 'keepalived', node: 'mylb1', at: 14_674, until: 16_800, tone: 'good', text: 'MASTER' },
      { lane: 'address', node: 'mylb1', at: 14_675, until: 16_800, tone: 'good', text: 'holds 10.77.0.100' },
      { lane: 'arp', node: 'mylb1', at: 14_675, until: null, tone: 'change', text: 'announces 10.77.0.100' },
      { lane: 'keepalived', node: 'mylb2', at: 14_675, until: 16_800, tone: 'change', text: 'BACKUP' },
      { lane: 'client', node: 'mylb1', at: 14_691, until: 16_800, tone: 'good', text: '106 requests answered' },
    ],
  },
  discarded: null,
  verdict:
    'HAProxy on mylb1 was gone and clients had no answer for 5.1 s (257 requests): as predicted, mylb2 took the address over.',
  advice: {
    line: weight,
    replacement: 'weight 0',
    measure: 'clientGap',
    before: 5602,
    after: 2602,
    text: 'Without a weight a failed check puts mylb1 into FAULT: mylb2 takes over at once, and clients wait 2.6 s instead of 5.6 s.',
  },
};
