// Where drills are offered and how they are told of: menus, lines of configurations, the row and the status of a fault.
import { describe, expect, it } from 'vitest';
import type { Forecast, Landmark } from '../../server/src/protocol';
import { drills } from '../../client/src/lab/drills/index';
import { targetsOf } from '../../client/src/lab/drills/preflight';
import type { LabPlan } from '../../client/src/lab/plan';
import { drillLenses } from '../../client/src/view/drills/lenses';
import { guessOf, needsText, predictionDetail, predictionText } from '../../client/src/view/drills/words';
import { rowsOf } from '../../client/src/view/nodes';
import { statusOf } from '../../client/src/view/status';
import { exampleReport } from '../support/drillReport';
import { balancer, bare, fault, file, healthy, instance, labState, labView, plan, probe, vip, web } from './viewStates';

const drillOf = (id: string) => drills.find((drill) => drill.id === id)!;
const forecast = exampleReport.forecast!;
const withGap = (clientGap: Forecast['measures']['clientGap']) => ({
  ...forecast,
  measures: { ...forecast.measures, clientGap },
});
const gap = (low: number, high: number | null) => withGap({ low, high, sum: '', line: null });

describe('what is predicted, in a few words', () => {
  it.each([
    [forecast, 'clients wait at most 5.6 s'],
    [gap(0, 0), 'clients notice nothing'],
    [withGap(null), 'clients notice nothing'],
    [gap(500, null), 'clients wait until it is healed'],
    [{ because: 'it holds no instance' }, ''],
  ])('%#: %s', (given, text) => {
    expect(predictionText(given)).toBe(text);
  });

  it('with who holds the address, or why there is none', () => {
    expect(predictionDetail(forecast)).toBe('Predicted: clients wait at most 5.6 s; the address is held by mylb2');
    expect(predictionDetail({ because: 'it holds no instance' })).toBe('No prediction: it holds no instance');
  });
});

describe('a guess', () => {
  it.each([
    ['3.5', 3500],
    [' 3,5 s ', 3500],
    ['800 ms', 800],
    ['1min', 60_000],
    ['0', 0],
    ['soon', undefined],
    ['-1', undefined],
    ['', undefined],
  ])('%j is %j ms', (text, ms) => {
    expect(guessOf(text)).toBe(ms);
  });
});

describe('the nodes that a drill can strike', () => {
  const moved = labState([
    web(1),
    web(2),
    balancer(1, { addresses: [], vrrp: [instance({ state: 'BACKUP' })] }),
    balancer(2, { addresses: [vip], vrrp: [instance({ state: 'MASTER' })] }),
    probe(),
  ]);

  it('are those that the drill is about, wherever the address is', () => {
    expect(targetsOf(drillOf('web-stop'), plan, healthy())).toEqual(['myweb1', 'myweb2']);
    expect(targetsOf(drillOf('haproxy-killed'), plan, healthy())).toEqual(['mylb1']);
    expect(targetsOf(drillOf('haproxy-killed'), plan, moved)).toEqual(['mylb2']);
    expect(targetsOf(drillOf('wrong-vrid'), plan, healthy())).toEqual(['mylb2']);
  });

  it('are needed in numbers that are told', () => {
    expect(needsText(drillOf('web-stop'))).toBe('2 web servers, 1 load balancer, 1 probe');
  });
});

describe('drills above lines', () => {
  const configuration = '/w/ha-lab/haproxy/haproxy.cfg';
  const copies: LabPlan = {
    ...plan,
    nodes: plan.nodes.map((node) => ({
      ...node,
      address: { myweb1: '10.77.0.11', myweb2: '10.77.0.12' }[node.name] ?? node.address,
      copy: node.role === 'load-balancer' ? [{ from: '/w/ha-lab/haproxy', to: '/etc/haproxy' }] : [],
    })),
  };
  const landmarks: Landmark[] = [
    { kind: 'backend', name: 'be_web', line: 3 },
    { kind: 'server', name: 'myweb1', within: 'be_web', line: 5 },
    { kind: 'server', name: 'other', within: 'be_web', line: 6 },
    { kind: 'instance', name: 'VI_1', line: 8 },
    { kind: 'track', name: 'chk', within: 'VI_1', line: 9 },
  ];
  const told = (state = healthy(), path = configuration) =>
    drillLenses(copies, state, path, landmarks).map(({ line, deed, drill }) => `${line}: ${deed} (${drill})`);

  it('are about what stands there: servers by their address, the holder of the address', () => {
    expect(told()).toEqual([
      '5: stop myweb1 (web-stop)',
      '8: kill mylb1 (lb-killed)',
      '9: kill HAProxy on mylb1 (haproxy-killed)',
    ]);
  });

  it('strike the web server alone where it shares its node with a load balancer', () => {
    const shared: LabPlan = {
      ...copies,
      nodes: copies.nodes.flatMap((node) =>
        node.role === 'web' ? [] : [{ ...node, address: node.name === 'mylb1' ? '10.77.0.11' : node.address }],
      ),
    };
    const [first] = drillLenses(shared, healthy(), configuration, landmarks);
    expect(first).toMatchObject({ drill: 'web-stop', target: 'mylb1', deed: 'stop the web server on mylb1' });
    expect(targetsOf(drillOf('web-stop'), shared, healthy())).toEqual(['mylb1']);
  });

  it('are offered only where the lab runs the file, and no fault is active', () => {
    expect(told(healthy(), '/w/ha-lab/other.cfg')).toEqual([]);
    expect(told({ ...healthy(), fault })).toEqual([]);
    expect(told({ ...healthy(), phase: 'stopped' })).toEqual([]);
  });
});

describe('an active fault', () => {
  const state = { ...healthy(), fault };

  it('is the first row below its lab, and says what to do unless somebody is at it', () => {
    const [row] = rowsOf([labView(state)])[0]!.children;
    expect(row).toMatchObject({ id: `${file}#fault`, label: 'Fault: HAProxy killed', context: 'fault' });
    expect(row?.description).toMatch(/^on mylb1 · since \d\d:30:05 · heal it when you are done$/);
    expect(rowsOf([labView(state, { busy: 'in the drill' })])[0]?.children[0]?.description).not.toContain('heal it');
    expect(bare(rowsOf([labView(healthy())]))).not.toContain('Fault');
  });

  it('is what the status bar tells', () => {
    expect(statusOf([labView(state)])).toMatchObject({
      text: '$(flame) Fault: HAProxy killed on mylb1',
      severity: 'warning',
    });
  });
});
