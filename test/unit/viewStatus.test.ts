// The status bar item, and which rows are drawn anew when something changes.
import { describe, expect, it } from 'vitest';
import { LabError } from '../../client/src/lab/errors';
import { changedRows } from '../../client/src/view/diff';
import { rowsOf } from '../../client/src/view/nodes';
import { statusOf } from '../../client/src/view/status';
import { balancer, file, healthy, instance, labState, labView, probe, server, view, vip, web } from './viewStates';

describe('the status bar', () => {
  const texts = (...labs: Parameters<typeof statusOf>[0]) => {
    const status = statusOf(labs);
    return status && `${status.severity}: ${status.text}`;
  };
  const split = () =>
    labState(
      [balancer(1), balancer(2, { addresses: [vip], vrrp: [instance({ state: 'MASTER' })] }), probe()],
      [{ id: `vip:${vip}`, severity: 'error', node: undefined, message: 'mylb1 and mylb2 hold the address.' }],
    );

  it('is hidden without a lab', () => {
    expect(statusOf([])).toBeUndefined();
  });

  it('says who holds the address', () => {
    expect(texts(labView(healthy()))).toBe('fine: $(location) VIP on mylb1');
  });

  it('says what is wrong with the address', () => {
    expect(texts(labView(split()))).toBe('error: $(warning) VIP: split brain');
    const nobody = labState([balancer(1, { addresses: [], vrrp: [] }), probe([view({ repliers: [] })])]);
    expect(texts(labView(nobody))).toBe('error: $(warning) VIP: nobody holds it');
    const orphan = labState([balancer(1, { keepalived: 'down', vrrp: [] }), balancer(2), probe()]);
    expect(texts(labView(orphan))).toBe('warning: $(warning) VIP: orphaned address');
  });

  it('counts other problems', () => {
    const problem = { id: 'server:be_web/myweb1', severity: 'error', node: 'myweb1', message: 'DOWN' } as const;
    const state = labState([web(1), balancer(1), balancer(2), probe()], [problem]);
    expect(texts(labView(state))).toBe('fine: $(location) VIP on mylb1 $(warning) 1 problem');
  });

  it('says that nothing runs, is known or answers', () => {
    expect(texts(labView(undefined))).toBe('fine: $(server-environment) HA Lab');
    expect(texts(labView(labState([web(1, { status: 'exited' })])))).toBe(
      'fine: $(server-environment) HA Lab: not running',
    );
    const lost = { ...healthy(), trouble: new LabError('engine-lost', 'The Docker engine hung up.', '') };
    expect(texts(labView(lost))).toBe('warning: $(debug-disconnect) HA Lab: Docker does not answer');
    expect(texts(labView(healthy(), { busy: 'stopping' }))).toBe('fine: $(loading~spin) HA Lab: stopping');
  });

  it('tells of the lab in trouble when there are several', () => {
    expect(texts(labView(healthy()), labView(split()))).toBe('error: $(warning) VIP: split brain');
  });
});

describe('changed rows', () => {
  const rows = (...nodes: Parameters<typeof labState>[0]) => rowsOf([labView(labState(nodes))]);
  const usual = () => rows(web(1), balancer(1), balancer(2), probe());

  it('are none when nothing changed', () => {
    expect(changedRows(usual(), usual())).toEqual([]);
  });

  it('is the server alone when its sessions changed', () => {
    const [backend] = balancer(1).backends;
    const busy = { ...backend!, servers: [server('myweb1', { sessions: { current: 1, total: 4 } }), server('myweb2')] };
    const after = rows(web(1), balancer(1, { backends: [busy] }), balancer(2), probe());
    expect(changedRows(usual(), after)).toEqual([`${file}#mylb1/haproxy/be_web/myweb1`]);
  });

  it('is the parent when rows come or go, which draws what is below it', () => {
    const after = rows(web(1), balancer(1, { haproxy: 'down', backends: [] }), balancer(2), probe());
    expect(changedRows(usual(), after)).toEqual([`${file}#mylb1`]);
    expect(changedRows(usual(), rows(web(1), balancer(1), probe()))).toEqual([file]);
  });

  it('are all when the labs are not the same', () => {
    expect(changedRows([], usual())).toBe('all');
  });

  it('have ids of which none is given twice', () => {
    const ids = (list: ReturnType<typeof usual>): string[] =>
      list.flatMap((row) => [row.id, ...ids([...row.children])]);
    const all = ids(usual());
    expect(new Set(all).size).toBe(all.length);
  });
});
