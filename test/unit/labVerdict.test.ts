import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../client/src/lab/problems';
import {
  phaseOf,
  type LoadBalancerState,
  type NodeState,
  type ProbeState,
  type ProbeView,
} from '../../client/src/lab/state';
import { verdictText, vipState } from '../../client/src/lab/verdict';

const VIP = '10.77.0.100';
const MAC = { mylb1: '02:42:0a:4d:00:15', mylb2: '02:42:0a:4d:00:16' };

/** A load balancer that holds the address or not, and whose keepalived says `vrrp` (undefined: does not run). */
function balancer(name: 'mylb1' | 'mylb2', holds: boolean, vrrp?: 'MASTER' | 'BACKUP' | 'FAULT'): LoadBalancerState {
  const instance = { name: 'VI_1', interface: 'eth0', virtualRouterId: 51, basePriority: 100, effectivePriority: 102 };
  return {
    role: 'load-balancer',
    name,
    container: name,
    containerId: name,
    status: 'running',
    exitCode: undefined,
    address: '10.77.0.21',
    mac: MAC[name],
    watch: 'live',
    watchTrouble: undefined,
    addresses: holds ? ['10.77.0.21', VIP] : ['10.77.0.21'],
    listeners: undefined,
    scripts: [],
    keepalived: vrrp === undefined ? 'down' : 'up',
    vrrp: vrrp === undefined ? [] : [{ ...instance, state: vrrp, addresses: [VIP], lastTransition: 0 }],
    haproxy: 'up',
    frontends: [],
    backends: [],
  };
}

function paused(node: LoadBalancerState): LoadBalancerState {
  return {
    ...node,
    status: 'paused',
    watch: 'none',
    addresses: undefined,
    keepalived: 'unknown',
    vrrp: [],
    haproxy: 'unknown',
  };
}

function gone(node: LoadBalancerState): LoadBalancerState {
  return { ...paused(node), status: 'exited', mac: undefined, exitCode: 137 };
}

function probe(view: Partial<ProbeView>): ProbeState {
  const seen = {
    address: VIP,
    neighbour: undefined,
    repliers: [],
    answers: true,
    servedBy: undefined,
    failure: undefined,
  };
  return {
    ...balancer('mylb2', false),
    role: 'probe',
    name: 'probe',
    mac: '02:42:0a:4d:00:1f',
    views: [{ ...seen, ...view }],
  };
}

function verdict(...nodes: NodeState[]) {
  return vipState(nodes, VIP).verdict;
}

describe('Who holds the virtual address', () => {
  const backup = balancer('mylb2', false, 'BACKUP');

  it('one node, and the client agrees', () => {
    const seen = probe({ neighbour: MAC.mylb1, repliers: [MAC.mylb1] });
    expect(verdict(balancer('mylb1', true, 'MASTER'), backup, seen)).toEqual({ kind: 'held', holder: 'mylb1' });
    expect(verdict(balancer('mylb1', true, 'MASTER'), backup)).toEqual({ kind: 'held', holder: 'mylb1' });
  });
  it('phantom: MASTER without the address', () => {
    expect(verdict(balancer('mylb1', false, 'MASTER'), backup)).toEqual({ kind: 'phantom', nodes: ['mylb1'] });
  });
  it('orphan: the address without MASTER, or without keepalived', () => {
    expect(verdict(balancer('mylb1', true, 'BACKUP'), backup)).toEqual({ kind: 'orphan', node: 'mylb1' });
    expect(verdict(balancer('mylb1', true), backup)).toEqual({ kind: 'orphan', node: 'mylb1' });
  });
  it('split brain: two kernels hold it', () => {
    const both = [balancer('mylb1', true, 'MASTER'), balancer('mylb2', true, 'MASTER')];
    expect(verdict(...both)).toEqual({ kind: 'split', nodes: ['mylb1', 'mylb2'] });
  });
  it('split brain: a paused node is judged by its ARP replies', () => {
    const seen = probe({ repliers: [MAC.mylb1, MAC.mylb2] });
    expect(verdict(paused(balancer('mylb1', true)), balancer('mylb2', true, 'MASTER'), seen)).toEqual({
      kind: 'split',
      nodes: ['mylb1', 'mylb2'],
    });
  });
  it('split brain: a stranger answers ARP for it', () => {
    const seen = probe({ repliers: [MAC.mylb1, 'de:ad:be:ef:00:01'] });
    expect(verdict(balancer('mylb1', true, 'MASTER'), backup, seen)).toEqual({
      kind: 'split',
      nodes: ['mylb1', 'de:ad:be:ef:00:01'],
    });
  });
  it('frozen: held by a paused node only', () => {
    expect(verdict(paused(balancer('mylb1', true)), backup, probe({ repliers: [MAC.mylb1] }))).toEqual({
      kind: 'frozen',
      holder: 'mylb1',
    });
  });
  it('stale ARP: the client sends elsewhere', () => {
    const seen = probe({ neighbour: MAC.mylb1, repliers: [MAC.mylb2] });
    expect(verdict(balancer('mylb1', false, 'BACKUP'), balancer('mylb2', true, 'MASTER'), seen)).toEqual({
      kind: 'stale',
      holder: 'mylb2',
      seen: 'mylb1',
    });
  });
  it('nobody, also when all are stopped', () => {
    expect(verdict(balancer('mylb1', false, 'BACKUP'), backup)).toEqual({ kind: 'nobody' });
    expect(verdict(gone(balancer('mylb1', false)), gone(balancer('mylb2', false)))).toEqual({ kind: 'nobody' });
  });
  it('unknown while nobody has been asked', () => {
    const mute = { ...balancer('mylb1', true), addresses: undefined, keepalived: 'unknown' } as const;
    expect(verdict(mute)).toEqual({ kind: 'unknown' });
  });
  it('a node that is gone holds nothing, whatever answers for it', () => {
    expect(verdict(gone(balancer('mylb1', true)), balancer('mylb2', true, 'MASTER'))).toEqual({
      kind: 'held',
      holder: 'mylb2',
    });
  });
  it('every verdict has words', () => {
    expect(verdictText({ kind: 'split', nodes: ['a', 'b'] })).toBe('split brain: a and b hold it');
    expect(verdictText({ kind: 'nobody' })).toBe('nobody holds it');
  });
});

describe('Problems', () => {
  it('none in a lab that is stopped', () => {
    expect(problemsOf('stopped', [gone(balancer('mylb1', false))], [])).toEqual([]);
  });
  it('names what is wrong, errors first', () => {
    const server = {
      name: 'myweb1',
      address: '',
      weight: 1,
      backup: false,
      progress: undefined,
      reason: undefined,
      check: undefined,
      weights: undefined,
      admin: [],
      queue: 0,
      rate: 0,
      since: undefined,
    };
    const sessions = { current: 0, total: 0 };
    const node = (status: 'DOWN' | 'DRAIN'): LoadBalancerState => ({
      ...balancer('mylb1', true, 'MASTER'),
      backends: [
        {
          name: 'be_web',
          mode: 'http',
          status: 'UP',
          progress: undefined,
          reason: undefined,
          sessions,
          rate: 0,
          queue: 0,
          since: undefined,
          servers: [{ ...server, status, sessions }],
        },
      ],
    });
    const other: LoadBalancerState = { ...node('DRAIN'), name: 'mylb2', haproxy: 'down', addresses: [] };
    const messages = problemsOf('running', [node('DRAIN'), other], []).map(
      ({ severity, message }) => `${severity}: ${message}`,
    );
    expect(messages).toEqual([
      'error: HAProxy on mylb2 is not running.',
      'warning: be_web/myweb1 is DRAIN on mylb1 and mylb2.',
    ]);
    expect(problemsOf('running', [node('DOWN')], [])[0]).toMatchObject({
      id: 'server:be_web/myweb1',
      severity: 'error',
    });
  });
  it('phases', () => {
    expect(phaseOf([{ status: 'running' }, { status: 'exited' }])).toBe('partial');
    expect(phaseOf([{ status: 'running' }, { status: 'paused' }])).toBe('running');
    expect(phaseOf([{ status: 'absent' }, { status: 'absent' }])).toBe('absent');
    expect(phaseOf([{ status: 'exited' }, { status: 'absent' }])).toBe('stopped');
  });
});
