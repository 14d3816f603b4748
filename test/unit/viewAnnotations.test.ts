// The lab's state beside the lines of its configurations.
import { describe, expect, it } from 'vitest';
import type { LabPlan } from '../../client/src/lab/plan';
import type { LabState, ServerState } from '../../client/src/lab/state';
import type { Landmark } from '../../server/src/protocol';
import { annotations } from '../../client/src/view/annotations';
import { balancer, check, instance, labState, plan, probe, server, vip, web } from './viewStates';

const copied = (name: string): LabPlan['nodes'][number] => {
  const node = plan.nodes.find((candidate) => candidate.name === name)!;
  return {
    ...node,
    environment: { KEEPALIVED_CONFIG: `/etc/keepalived/${name}.conf`, HAPROXY_CONFIG: '/etc/haproxy/haproxy.cfg' },
    copy: [
      { from: '/w/ha-lab/haproxy', to: '/etc/haproxy' },
      { from: '/w/ha-lab/keepalived', to: '/etc/keepalived' },
    ],
  };
};
const lab: LabPlan = { ...plan, nodes: [copied('mylb1'), copied('mylb2')] };

const haproxy: Landmark[] = [
  { kind: 'frontend', name: 'be_web', line: 3 },
  { kind: 'bind', name: '*:8080', within: 'fe_web', line: 4, endpoints: [{ host: '', port: 8080 }] },
  { kind: 'backend', name: 'be_web', line: 8 },
  { kind: 'server', name: 'myweb1', within: 'be_web', line: 9 },
  { kind: 'server', name: 'myweb2', within: 'be_web', line: 10 },
];
const keepalived: Landmark[] = [
  { kind: 'script', name: 'chk_haproxy', line: 1 },
  { kind: 'instance', name: 'VI_1', line: 4 },
  { kind: 'address', name: vip, within: 'VI_1', line: 6 },
  { kind: 'address', name: '10.77.0.22', within: 'VI_1', line: 7 },
  { kind: 'track', name: 'chk_haproxy', within: 'VI_1', line: 9 },
];

function shown(state: LabState, file: string, landmarks: readonly Landmark[]): string {
  return annotations(lab, state, `/w/ha-lab/${file}`, landmarks)
    .map(({ line, text, colour }) => `${line} ${colour}: ${text}`)
    .join('\n');
}

describe('beside the lines', () => {
  const healthy = labState([web(1), balancer(1), balancer(2), probe()]);

  it('stands how the servers are, once when the nodes agree', () => {
    expect(shown(healthy, 'haproxy/haproxy.cfg', haproxy)).toBe(
      '4 good: bound\n8 good: 2 of 2 servers up\n9 good: UP · L7OK 200\n10 good: UP · L7OK 200',
    );
  });

  it('stands what each node says when they do not agree', () => {
    const down = server('myweb1', {
      status: 'DOWN',
      check: check('L4CON'),
    });
    const backend = { ...balancer(2).backends[0]!, servers: [down, server('myweb2')] };
    const state = labState([balancer(1), balancer(2, { backends: [backend] }), probe()]);
    expect(shown(state, 'haproxy/haproxy.cfg', haproxy)).toBe(
      [
        '4 good: bound',
        '8 warn: mylb1: 2 of 2 servers up, mylb2: 1 of 2 servers up',
        '9 bad: mylb1: UP · L7OK 200, mylb2: DOWN · L4CON',
        '10 good: UP · L7OK 200',
      ].join('\n'),
    );
  });

  it('stands what goes through all nodes together, and what was changed at runtime on one of them', () => {
    const busy = (change: Partial<ServerState>) => ({
      ...balancer(1).backends[0]!,
      servers: [server('myweb1', { rate: 2, sessions: { current: 1, total: 9 }, ...change })],
    });
    const state = labState([
      balancer(1, { backends: [busy({})] }),
      balancer(2, { backends: [busy({ weights: { set: 5, configured: 1 } })] }),
    ]);
    expect(shown(state, 'haproxy/haproxy.cfg', haproxy.slice(3, 4))).toBe(
      '9 good: mylb1: UP · L7OK 200, mylb2: UP · L7OK 200 · weight 5 (configured: 1) · 4/s · 2 sessions',
    );
  });

  it('stands whether the addresses of a bind are bound', () => {
    const bound = (listeners: readonly string[] | undefined, host: string, port = 8080) =>
      shown(labState([balancer(1, { listeners })]), 'haproxy/haproxy.cfg', [
        { ...haproxy[1]!, endpoints: [{ host, port }] },
      ]);
    expect(bound(['[::]:8080'], '')).toBe('4 good: bound');
    expect(bound(['0.0.0.0:8080'], '10.77.0.100')).toBe('4 good: bound');
    expect(bound(['[::1]:8080'], '::1')).toBe('4 good: bound');
    expect(bound(['10.77.0.9:8080'], '10.77.0.100')).toBe('4 bad: not bound');
    expect(bound(['0.0.0.0:8080'], '', 8081)).toBe('4 bad: not bound');
    expect(bound(undefined, '')).toBe('');
  });

  it('stands what can be done with a server, and everything known of it, over its line', () => {
    const drained = server('myweb1', { status: 'DRAIN', admin: [{ state: 'DRAIN', by: 'runtime' }] });
    const backend = { ...balancer(2).backends[0]!, servers: [drained] };
    const state = labState([balancer(1), balancer(2, { backends: [backend] })]);
    const [line] = annotations(lab, state, '/w/ha-lab/haproxy/haproxy.cfg', haproxy.slice(3, 4));
    expect(line?.hover?.commands).toEqual(
      ['ready', 'drain', 'maintenance', 'weight'].map((word) => `haLab.server.${word}`),
    );
    const target = encodeURIComponent(JSON.stringify([{ file: lab.file, backend: 'be_web', server: 'myweb1' }]));
    expect(line?.hover?.markdown).toContain(`[Drain](command:haLab.server.drain?${target})`);
    expect(line?.hover?.markdown).toContain('**Status**: DRAIN · set at runtime');
  });

  it('stands how many of the servers of a template are up, and what the others are', () => {
    const template: Landmark = { kind: 'template', name: 'web', within: 'be_web', line: 9, numbers: [1, 3] };
    const vacant: Partial<ServerState> = {
      status: 'MAINT',
      reason: 'resolution',
      address: '',
      admin: [{ state: 'MAINT', by: 'resolution' }],
    };
    const made = (...changes: Partial<ServerState>[]) => ({
      ...balancer(1).backends[0]!,
      servers: [
        ...changes.map((change, index) => server(`web${index + 1}`, { rate: index, ...change })),
        server('web4'),
        server('webmail'),
      ],
    });
    const both = (...backends: ReturnType<typeof made>[]) =>
      labState(backends.map((backend, index) => balancer((index + 1) as 1 | 2, { backends: [backend] })));
    const down: Partial<ServerState> = { status: 'DOWN' };
    const drained: Partial<ServerState> = { status: 'DRAIN', admin: [{ state: 'DRAIN', by: 'runtime' }] };
    const said = (...backends: ReturnType<typeof made>[]) =>
      shown(both(...backends), 'haproxy/haproxy.cfg', [template]);
    expect(said(made({}, {}, {}))).toBe('9 good: 3 of 3 servers up · 3/s');
    expect(said(made({}, {}, vacant))).toBe('9 good: 2 of 3 servers up · 1 MAINT (resolution) · 3/s');
    expect(said(made({ ...down }, vacant, vacant))).toBe(
      '9 bad: 0 of 3 servers up · 1 DOWN · 2 MAINT (resolution) · 3/s',
    );
    expect(said(made({}, drained, {}), made({}, {}, {}))).toBe(
      '9 warn: mylb1: 2 of 3 servers up · 1 DRAIN, mylb2: 3 of 3 servers up · 6/s',
    );
    const [line] = annotations(lab, both(made({}, vacant, {})), '/w/ha-lab/haproxy/haproxy.cfg', [template]);
    expect(line?.hover?.markdown).toContain('be\\_web on mylb1');
    expect(line?.hover?.markdown).toMatch(/\*\*web2\*\*: MAINT/);
  });

  it('stands in keepalived’s file who is MASTER, who holds the address, and whether the script passes', () => {
    expect(shown(healthy, 'keepalived/mylb1.conf', keepalived)).toBe(
      [
        '1 good: passing',
        '4 good: mylb1: MASTER · priority 101',
        '6 good: held by mylb1',
        '7 good: held by mylb2',
        '9 good: passing',
      ].join('\n'),
    );
    const failing = labState([
      balancer(1),
      balancer(2, { vrrp: [instance({ state: 'FAULT' })], scripts: [{ name: 'chk_haproxy', passing: false }] }),
    ]);
    expect(shown(failing, 'keepalived/mylb2.conf', keepalived)).toBe(
      [
        '1 bad: failing',
        '4 bad: mylb2: FAULT · priority 100 · MASTER is mylb1 (101)',
        '6 good: held by mylb1',
        '7 good: held by mylb2',
        '9 bad: failing',
      ].join('\n'),
    );
  });

  it('stands nothing in files that no node runs, and nothing that is not known', () => {
    expect(shown(healthy, 'haproxy/other.cfg', haproxy)).toBe('');
    const mute = labState([balancer(1, { watch: 'connecting' }), balancer(2, { haproxy: 'down' })]);
    expect(shown(mute, 'haproxy/haproxy.cfg', haproxy)).toBe('');
  });
});
