import { describe, expect, it } from 'vitest';
import { parseCsv, parseStats, parseStatus } from '../../client/src/lab/haproxyStats';
import { NOTHING_KNOWN, withReport } from '../../client/src/lab/reports';
import { commandOf, mustBeSilent, weightFault } from '../../client/src/lab/serverAction';
import { parseServers } from '../../client/src/lab/serversState';
import { parseDump } from '../../client/src/lab/vrrpDump';

describe('HAProxy status column', () => {
  it.each([
    ['OPEN', 'OPEN', undefined, undefined],
    ['UP', 'UP', undefined, undefined],
    ['UP 1/2', 'UP', { done: 1, of: 2 }, undefined],
    ['DOWN 1/2', 'DOWN', { done: 1, of: 2 }, undefined],
    ['DOWN (agent)', 'DOWN', undefined, 'agent'],
    ['NOLB', 'NOLB', undefined, undefined],
    ['DRAIN 1/2', 'DRAIN', { done: 1, of: 2 }, undefined],
    ['MAINT', 'MAINT', undefined, undefined],
    ['MAINT (via be/srv)', 'MAINT', undefined, 'via be/srv'],
    ['MAINT (resolution)', 'MAINT', undefined, 'resolution'],
    ['no check', 'no check', undefined, undefined],
    ['STOP', 'STOP', undefined, undefined],
    ['', 'UNKNOWN', undefined, undefined],
    ['something new', 'UNKNOWN', undefined, 'something new'],
  ])('%s', (text, status, progress, reason) => {
    expect(parseStatus(text)).toEqual({ status, progress, reason });
  });
});

describe('show stat', () => {
  it('reads quoted cells', () => {
    expect(parseCsv('a,"b, ""c""",d\n1,,3\n')).toEqual([
      ['a', 'b, "c"', 'd'],
      ['1', '', '3'],
    ]);
  });
  it('finds columns by name, whatever their order', () => {
    const csv = [
      '# svname,pxname,type,status,mode,scur,stot,weight,bck,addr,check_status,check_code,last_chk,',
      'FRONTEND,fe,0,OPEN,http,1,20,,,,,,,',
      'web1,be,2,UP,http,1,9,1,0,10.0.0.1:80,* L7OK,200,"OK, fine",',
      'web2,be,2,DOWN 1/2,http,0,0,1,1,10.0.0.2:80,L4CON,,,',
      'BACKEND,be,1,UP,http,1,9,1,1,,,,,',
    ].join('\n');
    const { frontends, backends } = parseStats(csv);
    expect(frontends).toMatchObject([{ name: 'fe', status: 'OPEN', sessions: { current: 1, total: 20 } }]);
    expect(backends).toHaveLength(1);
    expect(backends[0]?.servers).toMatchObject([
      {
        name: 'web1',
        status: 'UP',
        backup: false,
        check: { status: 'L7OK', code: 200, detail: 'OK, fine', running: true },
      },
      {
        name: 'web2',
        status: 'DOWN',
        progress: { done: 1, of: 2 },
        backup: true,
        check: { status: 'L4CON', code: undefined },
      },
    ]);
  });
});

describe('show servers state', () => {
  // As HAProxy 3.0 prints it.
  const header =
    '# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight srv_iweight srv_time_since_last_change';
  const state = (admin: number, weight = 1) => `1\n${header}\n3 be_web 1 web1 10.0.0.1 2 ${admin} ${weight} 100 14\n\n`;
  it.each([
    [0, []],
    [1, [{ state: 'MAINT', by: 'runtime' }]],
    [4, [{ state: 'MAINT', by: 'configuration' }]],
    [32, [{ state: 'MAINT', by: 'resolution' }]],
    [8, [{ state: 'DRAIN', by: 'runtime' }]],
    [
      18,
      [
        { state: 'MAINT', by: 'tracked' },
        { state: 'DRAIN', by: 'tracked' },
      ],
    ],
  ])('admin state %d', (bits, admin) => {
    expect(parseServers(state(bits)).get('be_web/web1')?.admin).toEqual(admin);
  });
  it('tells the weight that is set from the configured one, and goes with the statistics', () => {
    const csv = 'pxname,svname,type,status,weight,lastchg\nbe_web,web1,2,UP,50,10\nbe_web,BACKEND,1,UP,50,10\n';
    const [backend] = parseStats(csv, { servers: state(0, 50), now: 100_000 }).backends;
    expect(backend?.servers[0]).toMatchObject({ weights: { set: 50, configured: 100 }, since: 90_000 });
    expect(backend?.since).toBe(90_000);
    // Whole seconds: an answer that comes 0.9 s later may tell the same age.
    const later = parseStats(csv, { now: 100_900, before: [backend!] }).backends[0];
    expect(later?.servers[0]?.since).toBe(90_000);
    const down = parseStats(csv.replaceAll('UP', 'DOWN'), { now: 100_900, before: [backend!] }).backends[0];
    expect(down?.servers[0]?.since).toBe(90_900);
  });
  it('of something else is empty', () => {
    expect([...parseServers(''), ...parseServers('Permission denied\n')]).toEqual([]);
  });
});

describe('What is done to a server', () => {
  it('is a command of the runtime API', () => {
    expect(commandOf('be_web', 'web1', { kind: 'drain' })).toBe('set server be_web/web1 state drain');
    expect(commandOf('be', 's', { kind: 'weight', weight: ' 50% ' })).toBe('set server be/s weight 50%');
  });
  it('holds nothing but names and weights', () => {
    expect(() => commandOf('be', 's state maint;shutdown', { kind: 'ready' })).toThrow('names no server');
    expect(() => commandOf('be', 's', { kind: 'weight', weight: '1;' })).toThrow('A weight is a number');
  });
  it.each(['0', '256', '50%', '150%'])('%s is a weight', (text) => {
    expect(weightFault(text)).toBeUndefined();
  });
  it.each(['', '-1', '257', '1.5', 'heavy', '%'])('"%s" is none', (text) => {
    expect(weightFault(text)).toMatch(/^A weight is/);
  });
  it('is refused in the words of HAProxy', () => {
    mustBeSilent('\n', 'lb1');
    expect(() => {
      mustBeSilent('No such server.\n\n', 'lb1');
    }).toThrow('HAProxy on lb1 refused: No such server.');
  });
});

describe('keepalived dump', () => {
  const entry = {
    data: {
      iname: 'VI_1',
      ifp_ifname: 'eth0',
      vrid: 51,
      state: 2,
      base_priority: 101,
      effective_priority: 103,
      last_transition: 1.5,
      vips: ['10.77.0.100/24 dev eth0 scope global set'],
    },
    stats: { advert_sent: 7, advert_rcvd: 1 },
  };
  it('of version 1 and version 2', () => {
    const [instance] = parseDump([entry]);
    expect(instance).toEqual({
      name: 'VI_1',
      interface: 'eth0',
      virtualRouterId: 51,
      state: 'MASTER',
      basePriority: 101,
      effectivePriority: 103,
      lastTransition: 1500,
      addresses: ['10.77.0.100'],
    });
    expect(parseDump({ vrrp: [entry], track_process: [] })).toEqual([instance]);
  });
  it.each([
    [0, 'INIT'],
    [1, 'BACKUP'],
    [3, 'FAULT'],
    [97, 'DELETED'],
    [98, 'STOP'],
    [55, 'UNKNOWN'],
  ])('state %d is %s', (state, name) => {
    expect(parseDump([{ data: { ...entry.data, state } }])[0]?.state).toBe(name);
  });
  it('of something else is empty', () => {
    expect([parseDump(null), parseDump('x'), parseDump([{}])]).toEqual([[], [], []]);
  });
});

describe('Reports of a node', () => {
  it('null says that a program does not run', () => {
    const down = withReport(withReport(NOTHING_KNOWN, { about: 'keepalived', at: 0, value: null }), {
      about: 'haproxy',
      at: 0,
      value: null,
    });
    expect(down).toMatchObject({ keepalived: 'down', haproxy: 'down', addresses: undefined });
  });
  it('tell of scripts, and of the statistics with or without what is known of the servers', () => {
    const scripts = withReport(NOTHING_KNOWN, {
      about: 'scripts',
      at: 0,
      value: { a: 'GOOD', b: 'BAD', c: 'INIT' },
    }).scripts;
    expect(scripts.map(({ passing }) => passing)).toEqual([true, false, undefined]);
    const stat = 'pxname,svname,type,status\nfe,FRONTEND,0,OPEN\n';
    for (const value of [stat, { stat, servers: '' }]) {
      expect(withReport(NOTHING_KNOWN, { about: 'haproxy', at: 0, value }).frontends).toMatchObject([{ name: 'fe' }]);
    }
  });
  it('of an unknown kind change nothing', () => {
    expect(withReport(NOTHING_KNOWN, { about: 'alive', at: 0, value: 1 })).toBe(NOTHING_KNOWN);
  });
});
