/** What drills come to, for the lab as its template has it: against what was measured of such pairs. */
import { describe, expect, test } from 'vitest';
import type { DrillId } from '../../server/src/protocol';
import { Engine } from '../../server/src/engine';
import { type Edit, forecast } from '../support/forecasting';

const without: (...lines: string[]) => Edit =
  (...lines) =>
  (text) =>
    lines.reduce((rest, line) => rest.replaceAll(new RegExp(`^.*\\b${line}\\b.*$`, 'gm'), ''), text);
const untracked = without('weight 2');

describe('the measured failovers lie within the forecasts', () => {
  // Priorities 101 and 100, a check every second that counts after two failures. Milliseconds, and requests of 50 a second.
  test.each<[string, DrillId, Edit, { holders: string[]; clientGap: number; lost: number }]>([
    ['crash', 'lb-killed', untracked, { holders: ['mylb2'], clientGap: 3260, lost: 163 }],
    ['orderly stop', 'lb-stopped', untracked, { holders: ['mylb2'], clientGap: 620, lost: 31 }],
    ['keepalived killed', 'keepalived-killed', untracked, { holders: ['mylb1', 'mylb2'], clientGap: 0, lost: 0 }],
    ['freeze', 'lb-paused', untracked, { holders: ['mylb1', 'mylb2'], clientGap: 3240, lost: 162 }],
    ['link down', 'link-down', untracked, { holders: ['mylb2'], clientGap: 3220, lost: 161 }],
    ['partition', 'partition', untracked, { holders: ['mylb1', 'mylb2'], clientGap: 3260, lost: 163 }],
    [
      'crash, VRRP 3 at 0.1 s',
      'lb-killed',
      (text) =>
        untracked(text)
          .replace('advert_int 1', 'advert_int 0.1')
          .replace('global_defs {', 'global_defs {\n vrrp_version 3'),
      { holders: ['mylb2'], clientGap: 340, lost: 17 },
    ],
  ])('%s', (_name, drill, edit, measured) => {
    const found = forecast(drill, edit);
    expect(found.holders).toEqual(measured.holders);
    for (const measure of ['clientGap', 'lost'] as const) {
      const { low, high } = found.measures[measure]!;
      // An advertisement is a few milliseconds on its way.
      expect(measured[measure]).toBeGreaterThanOrEqual(low - 20);
      expect(measured[measure]).toBeLessThanOrEqual(high! + 20);
    }
  });
});

describe('HAProxy killed', () => {
  test('names the lines that decide, and one that betters it by what it would come to then', () => {
    const found = forecast('haproxy-killed');
    expect(found).toMatchObject({
      holders: ['mylb2'],
      holdersSum: '103 - 2 = 101 < 102: hands over',
      holdersLine: { uri: 'file:///lab/keepalived/keepalived-master.conf', text: 'weight 2' },
      measures: {
        detection: { low: 1000, high: 2000, line: { text: 'interval 1' } },
        clientGap: { low: 3602, high: 5602, line: { text: 'advert_int 1' } },
      },
      advice: { line: { text: 'weight 2' }, replacement: 'weight 0', before: 5602, after: 2609 },
    });
    const mended = forecast('haproxy-killed', (text) => text.replace('weight 2', 'weight 0'));
    expect(mended.measures.clientGap?.high).toBe(2609);
  });

  test('priorities 110 and 100 with weight 2 never hand over, and the advice makes them', () => {
    const far: Edit = (text) => text.replace('priority 101', 'priority 110');
    const found = forecast('haproxy-killed', far);
    expect(found).toMatchObject({ holders: ['mylb1'], holdersSum: '112 - 2 = 110 > 102: the address never moves' });
    expect(found.measures).toMatchObject({ clientGap: { high: null }, lost: { high: null }, failback: null });
    const { line, replacement } = found.advice!;
    expect(line.text).toBe('weight 2');
    const mended = forecast('haproxy-killed', (text) => far(text).replace(line.text, replacement));
    expect(mended.holders).toEqual(['mylb2']);
    expect(mended.measures.clientGap?.high).toBe(found.advice?.after);
  });

  test('nothing is noticed where nothing is tracked', () => {
    const found = forecast('haproxy-killed', (text) => text.replace(/ {4}track_script \{[^}]*\}/, ''));
    expect(found.holders).toEqual(['mylb1']);
    expect(found.measures).toMatchObject({ detection: null, clientGap: { high: null } });
  });
});

describe('a web server fails', () => {
  test('its checks decide how many requests are lost', () => {
    const found = forecast('web-500');
    expect(found.measures).toMatchObject({
      detection: { low: 1000, high: 2000, line: { text: 'default-server inter 1s fall 2 rise 2' } },
      lost: { low: 25, high: 50 },
      clientGap: { high: 0 },
    });
    expect(found.advice?.replacement).toBe('default-server inter 500ms fall 2 rise 2');
  });

  test('whose node is a load balancer too refuses connections: another server is asked at once', () => {
    const shared = (text: string) => text.replace(/10\.77\.0\.11:80/, '10.77.0.21:80');
    const { detection, lost } = forecast('web-stop', undefined, shared, 'mylb1').measures;
    expect(detection).toMatchObject({ low: 1000, high: 2000 });
    expect(lost).toMatchObject({ high: 0, sum: 'another server is asked' });
    const stubborn = (text: string) => shared(text).replace('option redispatch', '');
    expect(forecast('web-stop', undefined, stubborn, 'mylb1').measures.lost).toMatchObject({ low: 25, high: 50 });
  });

  test('without checks it is never noticed', () => {
    const unchecked = (text: string) => text.replaceAll(/(server myweb\d \S+) check/g, '$1');
    const found = forecast('web-500', undefined, unchecked);
    expect(found.measures).toMatchObject({ detection: null, lost: { high: null } });
  });

  test('a check that waits longer than the slow answer takes it for well', () => {
    const patient = (text: string) => text.replace('timeout check 1s', 'timeout check 5s');
    expect(forecast('web-slow', undefined, patient).measures.lost).toMatchObject({ high: null });
    expect(forecast('web-slow').measures.detection).toMatchObject({
      low: 3000,
      high: 4000,
      sum: '2 × (1 s + 1 s)',
    });
  });

  test('HAProxy looks more often while a server is on its way, and less often while it is DOWN', () => {
    const paces = (text: string) =>
      text.replace('inter 1s fall 2 rise 2', 'inter 2s fastinter 500ms downinter 4s fall 3 rise 2');
    const { detection, recovery } = forecast('web-500', undefined, paces).measures;
    expect(detection).toMatchObject({ low: 1000, high: 3000, sum: '2 s + 2 × 500 ms' });
    expect(recovery).toMatchObject({ low: 500, high: 4500, sum: '4 s + 1 × 500 ms' });
  });
});

describe('mistakes in the configuration', () => {
  test('VRRP 3 knows no password: a wrong one changes nothing', () => {
    expect(forecast('wrong-password').holders).toEqual(['mylb1', 'mylb2']);
    const three: Edit = (text) => text.replace('global_defs {', 'global_defs {\n    vrrp_version 3');
    expect(forecast('wrong-password', three).measures.detection).toBeNull();
  });

  test('with nopreempt a former master does not take the address back', () => {
    const keep: Edit = (text) => text.replace('state MASTER', 'state BACKUP\n    nopreempt');
    expect(forecast('preempt').holders).toEqual(['mylb1']);
    expect(forecast('preempt', keep).holders).toEqual(['mylb2']);
  });
});

describe('no forecast', () => {
  test('where only one node knows the address', () => {
    const found = new Engine().forecast({
      drill: 'lb-killed',
      target: 'a',
      holder: 'a',
      nodes: [{ name: 'a', address: '10.0.0.1' }],
      traffic: { address: '10.0.0.100', port: 80, rate: 1, timeout: 1000 },
    });
    expect(found).toEqual({ because: 'no two nodes have 10.0.0.100 in keepalived.conf' });
  });

  test('where a file says what VRRP 2 cannot do', () => {
    expect(() => forecast('lb-killed', (text) => text.replace('advert_int 1', 'advert_int 0.5'))).toThrow(
      'whole seconds',
    );
  });
});
