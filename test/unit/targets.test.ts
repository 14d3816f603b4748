// What is watched beside the labs: addresses as people write them, and the rows that come of it.
import { describe, expect, it } from 'vitest';
import { LabError } from '../../client/src/lab/errors';
import { NOTHING_KNOWN } from '../../client/src/lab/reports';
import { newTarget, parsePage, parseSocket, type Target } from '../../client/src/lab/targets/target';
import type { TargetState } from '../../client/src/lab/targets/watchTarget';
import { watchedRows } from '../../client/src/view/watched';
import { balancer, text } from './viewStates';

describe('addresses', () => {
  it.each([
    ['10.0.0.5:9999', '10.0.0.5', 9999],
    [' lb.example:1 ', 'lb.example', 1],
    ['[::1]:9999', '::1', 9999],
  ])('%s is a runtime socket', (written, host, port) => {
    expect(parseSocket(written)).toEqual({ kind: 'socket', host, port });
  });
  it.each(['10.0.0.5', '10.0.0.5:0', '10.0.0.5:70000', ':9999', 'http://a:1', ''])('"%s" is none', (written) => {
    expect(() => parseSocket(written)).toThrow('An address is a host, a colon and a port');
  });
  it('a page keeps its user, and gives its password away to be kept elsewhere', () => {
    expect(parsePage('https://admin:s%3Acret@lb.example:8404/stats;up')).toEqual({
      address: { kind: 'statistics', url: 'https://lb.example:8404/stats', user: 'admin' },
      password: 's:cret',
    });
    const { address } = parsePage('http://a:b@c/d');
    expect(JSON.stringify(newTarget(address))).not.toContain(':b@');
  });
  it.each(['lb.example/stats', 'ftp://lb.example/', ''])('"%s" is no page', (written) => {
    expect(() => parsePage(written)).toThrow(LabError);
  });
});

const page: Target = newTarget(parsePage('http://lb.example:8404/stats').address);
const socket: Target = newTarget(parseSocket('10.0.0.5:9999'));
const container: Target = newTarget({ kind: 'container', container: 'edge' });
const { haproxy, frontends, backends, keepalived, vrrp, scripts } = balancer(1);
const state = (inside: Partial<TargetState['inside']>, change: Partial<TargetState> = {}): TargetState => ({
  inside: { ...NOTHING_KNOWN, ...inside },
  trouble: undefined,
  live: true,
  missing: [],
  ...change,
});
const small = { haproxy, frontends, backends: backends.map((one) => ({ ...one, servers: one.servers.slice(0, 1) })) };

describe('rows', () => {
  it('of nothing are none', () => {
    expect(watchedRows([])).toEqual([]);
  });

  it('are those of a load balancer, without what cannot be done there', () => {
    const rows = watchedRows([
      { target: page, state: state(small) },
      { target: { ...socket, changes: true }, state: state(small) },
      { target: container, state: state({ keepalived, vrrp, scripts }, { missing: ['Nothing can ask HAProxy.'] }) },
    ]);
    expect(text(rows)).toBe(
      [
        'eye Watched |  <watched>',
        '  graph(good) lb.example:8404/stats | HAProxy up <target statistics looking-only>',
        '    arrow-swap(good) HAProxy | up <watched-haproxy up>',
        '      pass(good) be_web | UP · 1 of 1 server up <backend>',
        '        pass(good) myweb1 | UP · L7OK 200 <server ready readonly>',
        '  plug(good) 10.0.0.5:9999 | HAProxy up <target socket changes>',
        '    arrow-swap(good) HAProxy | up <watched-haproxy up>',
        '      pass(good) be_web | UP · 1 of 1 server up <backend>',
        '        pass(good) myweb1 | UP · L7OK 200 <server ready>',
        '  package(warn) edge | MASTER · priority 101 <target container looking>',
        '    info(warn) Not seen | Nothing can ask HAProxy. <note>',
        '    heart(good) keepalived | up <watched-keepalived up>',
        '      star-full(good) VI_1 | MASTER · priority 101 · router 51 <instance>',
        '',
      ].join('\n'),
    );
  });

  it('say what is wrong, and what to do', () => {
    const trouble = new LabError(
      'credentials',
      'lb.example asks for a user and a password.',
      'Choose "Change Credentials".',
    );
    const rows = watchedRows([
      { target: page, state: state({}, { trouble, live: false }) },
      { target: socket, state: state({}, { live: false }) },
    ]);
    expect(text(rows)).toBe(
      [
        'eye Watched |  <watched>',
        '  error(bad) lb.example:8404/stats | lb.example asks for a user and a password. <target statistics looking-only>',
        '    lightbulb What to do | Choose "Change Credentials". <note>',
        '  loading~spin 10.0.0.5:9999 | asking <target socket looking>',
        '    loading~spin Asking |  <note>',
        '',
      ].join('\n'),
    );
  });
});
