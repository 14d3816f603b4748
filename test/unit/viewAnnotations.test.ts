// The lab's state beside the lines of its configurations.
import { describe, expect, it } from 'vitest';
import type { LabPlan } from '../../client/src/lab/plan';
import type { LabState } from '../../client/src/lab/state';
import { annotations, type Outline } from '../../client/src/view/annotations';
import { balancer, check, labState, plan, probe, server, web } from './viewStates';

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

const leaf = (name: string, line: number): Outline => ({ name, line, children: [] });
const haproxy: Outline[] = [
  { name: 'be_web', line: 3, children: [] },
  { name: 'be_web', line: 8, children: [leaf('myweb1', 9), leaf('myweb2', 10)] },
];

function shown(state: LabState, file: string, outline: readonly Outline[]): string {
  return annotations(lab, state, `/w/ha-lab/${file}`, outline)
    .map(({ line, text, colour }) => `${line} ${colour}: ${text}`)
    .join('\n');
}

describe('beside the lines', () => {
  const healthy = labState([web(1), balancer(1), balancer(2), probe()]);

  it('stands how the servers are, once when the nodes agree', () => {
    expect(shown(healthy, 'haproxy/haproxy.cfg', haproxy)).toBe(
      '8 good: 2 of 2 servers up\n9 good: UP · L7OK 200\n10 good: UP · L7OK 200',
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
        '8 warn: mylb1: 2 of 2 servers up, mylb2: 1 of 2 servers up',
        '9 bad: mylb1: UP · L7OK 200, mylb2: DOWN · L4CON',
        '10 good: UP · L7OK 200',
      ].join('\n'),
    );
  });

  it('stands the VRRP state of the node that runs the file', () => {
    expect(shown(healthy, 'keepalived/mylb2.conf', [leaf('VI_1', 4)])).toBe('4 good: mylb2: BACKUP · priority 100');
  });

  it('stands nothing in files that no node runs, and nothing that is not known', () => {
    expect(shown(healthy, 'haproxy/other.cfg', haproxy)).toBe('');
    const mute = labState([balancer(1, { watch: 'connecting' }), balancer(2, { haproxy: 'down' })]);
    expect(shown(mute, 'haproxy/haproxy.cfg', haproxy)).toBe('');
  });
});
