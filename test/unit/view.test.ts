// LabState in, the whole tree as text out.
import { describe, expect, it } from 'vitest';
import { LabError } from '../../client/src/lab/errors';
import type { NodeState } from '../../client/src/lab/state';
import { emptiness, rowsOf, type LabView } from '../../client/src/view/nodes';
import {
  balancer,
  bare,
  check,
  healthy,
  instance,
  labState,
  labView,
  probe,
  server,
  text,
  view,
  vip,
  web,
} from './viewStates';

/** Lines of a template literal without their common indentation. */
function lines(strings: TemplateStringsArray): string {
  const all = strings.join('').split('\n').slice(1, -1);
  const margin = Math.min(...all.map((line) => line.search(/\S/)));
  return all.map((line) => line.slice(margin) + '\n').join('');
}

const tree = (nodes: readonly NodeState[]) => bare(rowsOf([labView(labState(nodes))]));

describe('the tree', () => {
  it('shows a lab where all is well', () => {
    expect(text(rowsOf([labView(healthy())]))).toBe(lines`
      server-environment(good) ha-lab | running <lab running>
        location(good) VIP 10.77.0.100 | held by mylb1 <vip page>
          person(good) Client | answers through mylb1 <note>
        vm-active(good) mylb1 | MASTER · priority 101 · HAProxy up <node load-balancer running page>
          heart(good) keepalived | up <keepalived up>
            star-full(good) VI_1 | MASTER · priority 101 · router 51 <instance>
          arrow-swap(good) HAProxy | up <haproxy up>
            pass(good) be_web | UP · 2 of 2 servers up <backend>
              pass(good) myweb1 | UP · L7OK 200 <server ready>
              pass(good) myweb2 | UP · L7OK 200 <server ready>
        vm-outline(good) mylb2 | BACKUP · priority 100 · HAProxy up <node load-balancer running page>
          heart(good) keepalived | up <keepalived up>
            star-empty(good) VI_1 | BACKUP · priority 100 · router 51 <instance>
          arrow-swap(good) HAProxy | up <haproxy up>
            pass(good) be_web | UP · 2 of 2 servers up <backend>
              pass(good) myweb1 | UP · L7OK 200 <server ready>
              pass(good) myweb2 | UP · L7OK 200 <server ready>
        globe(good) myweb1 | running · ports 18080, 18443 <node web running page>
        globe(good) myweb2 | running · ports 19080, 19443 <node web running page>
        pulse(good) probe | running · answers through mylb1 <node probe running>
    `);
  });

  it('shows HAProxy killed on the first node and the address moved', () => {
    const state = labState(
      [
        web(1),
        web(2),
        balancer(1, {
          haproxy: 'down',
          backends: [],
          frontends: [],
          addresses: ['10.77.0.21'],
          vrrp: [instance({ basePriority: 101, effectivePriority: 81 })],
        }),
        balancer(2, { addresses: ['10.77.0.22', vip], vrrp: [instance({ state: 'MASTER' })] }),
        probe([view({ neighbour: '02:42:0a:4d:00:22', repliers: ['02:42:0a:4d:00:22'], servedBy: 'mylb2' })]),
      ],
      [{ id: 'haproxy:mylb1', severity: 'error', node: 'mylb1', message: 'HAProxy on mylb1 is down.' }],
    );
    expect(text(rowsOf([labView(state)]))).toBe(lines`
      error(bad) ha-lab | running · 1 problem <lab running>
        location(good) VIP 10.77.0.100 | held by mylb2 <vip page>
          person(good) Client | answers through mylb2 <note>
        error(bad) mylb1 | BACKUP · priority 81 (base 101) · HAProxy down <node load-balancer running page>
          heart(good) keepalived | up <keepalived up>
            star-empty(good) VI_1 | BACKUP · priority 81 (base 101) · router 51 <instance>
          arrow-swap(bad) HAProxy | down <haproxy down>
        vm-active(good) mylb2 | MASTER · priority 100 · HAProxy up <node load-balancer running page>
          heart(good) keepalived | up <keepalived up>
            star-full(good) VI_1 | MASTER · priority 100 · router 51 <instance>
          arrow-swap(good) HAProxy | up <haproxy up>
            pass(good) be_web | UP · 2 of 2 servers up <backend>
              pass(good) myweb1 | UP · L7OK 200 <server ready>
              pass(good) myweb2 | UP · L7OK 200 <server ready>
        globe(good) myweb1 | running · ports 18080, 18443 <node web running page>
        globe(good) myweb2 | running · ports 19080, 19443 <node web running page>
        pulse(good) probe | running · answers through mylb2 <node probe running>
    `);
  });

  it('shows at a server what goes on, for how long it has been so, and what was changed at runtime', () => {
    const now = 1_000_000_000;
    const servers = [
      server('busy', { rate: 12, sessions: { current: 3, total: 900 }, queue: 4, since: now - 125_000 }),
      server('slow', { check: check('L7OK', 200, { duration: 140 }), since: now - 42_000 }),
      server('weighed', { weights: { set: 50, configured: 100 }, since: now - 3 * 3_600_000 }),
      server('away', { status: 'MAINT', check: undefined, admin: [{ state: 'MAINT', by: 'runtime' }] }),
      server('leaving', { status: 'DRAIN', admin: [{ state: 'DRAIN', by: 'runtime' }], weight: 0 }),
      server('off', { status: 'MAINT', check: undefined, admin: [{ state: 'MAINT', by: 'configuration' }] }),
    ];
    const [backend] = balancer(1).backends;
    const state = labState([balancer(1, { backends: [{ ...backend!, servers }] })]);
    expect(bare(rowsOf([labView(state)], now))).toContain(
      [
        '      busy | UP for 2 min · L7OK 200 · 12/s · 3 sessions · queue 4',
        '      slow | UP for 40 s · L7OK 200 in 140 ms',
        '      weighed | UP for 3 h · L7OK 200 · weight 50 (configured: 100)',
        '      away | MAINT · set at runtime',
        '      leaving | DRAIN · set at runtime · L7OK 200',
        '      off | MAINT · disabled in its configuration',
      ]
        .map((line) => `  ${line}\n`)
        .join(''),
    );
  });

  it('shows a web server that was stopped, and a server on its way', () => {
    const servers = [
      server('myweb1', { status: 'DOWN', check: check('L4TOUT') }),
      server('myweb2', { status: 'UP', progress: { done: 1, of: 2 }, sessions: { current: 1, total: 1 } }),
      server('spare', { status: 'no check', check: undefined, backup: true }),
      server('other', { status: 'MAINT', reason: 'via be/srv' }),
    ];
    const [healthyBackend] = balancer(1).backends;
    const state = labState([
      web(1, { status: 'exited', exitCode: 137, watch: 'none', mac: undefined }),
      balancer(1, { backends: [{ ...healthyBackend!, servers }] }),
      probe(),
    ]);
    expect(text(rowsOf([labView(state)]))).toBe(lines`
      server-environment(good) ha-lab | 2 of 3 nodes running <lab partial>
        location(good) VIP 10.77.0.100 | held by mylb1 <vip page>
          person(good) Client | answers through mylb1 <note>
        vm-active(good) mylb1 | MASTER · priority 101 · HAProxy up <node load-balancer running page>
          heart(good) keepalived | up <keepalived up>
            star-full(good) VI_1 | MASTER · priority 101 · router 51 <instance>
          arrow-swap(good) HAProxy | up <haproxy up>
            pass(good) be_web | UP · 2 of 4 servers up <backend>
              error(bad) myweb1 | DOWN · L4TOUT <server ready>
              arrow-down(warn) myweb2 | UP 1/2 (going down) · L7OK 200 · 1 session <server ready>
              circle-outline(dim) spare | no check · backup <server ready>
              circle-slash(warn) other | MAINT (via be/srv) · L7OK 200 <server maint>
        debug-stop(dim) myweb1 | stopped · exit code 137 <node web exited page>
        pulse(good) probe | running · answers through mylb1 <node probe running>
    `);
  });

  it('says what a node is doing while it cannot be asked', () => {
    const asking = { watch: 'connecting', keepalived: 'unknown', haproxy: 'unknown', vrrp: [], backends: [] } as const;
    expect(tree([balancer(1, { ...asking, addresses: undefined }), probe([], { watch: 'connecting' })])).toBe(lines`
      ha-lab | running
        VIP 10.77.0.100 | not known yet
        mylb1 | running · asking
          keepalived | unknown
          HAProxy | unknown
        probe | running
    `);
  });
});

describe('verdicts in words', () => {
  const vipRows = (nodes: readonly NodeState[]) =>
    bare(rowsOf([labView(labState(nodes))])[0]?.children.slice(0, 1) ?? []);
  const master = instance({ state: 'MASTER' });

  it('phantom master', () => {
    const nodes = [balancer(1, { addresses: ['10.77.0.21'] }), balancer(2)];
    expect(vipRows([...nodes, probe([view({ repliers: [], answers: false, failure: 'timeout' })])])).toBe(lines`
      VIP 10.77.0.100 | phantom master: mylb1 says MASTER but holds no address
        Phantom master | keepalived on mylb1 says MASTER, but no kernel holds the address.
        What to do | Look for refused address changes in the node’s log; it needs NET_ADMIN. Then restart keepalived there.
        Client | no answer · timeout
    `);
  });

  it('orphaned address', () => {
    expect(vipRows([balancer(1, { keepalived: 'down', vrrp: [] }), balancer(2), probe()])).toBe(lines`
      VIP 10.77.0.100 | orphan: mylb1 holds it but is not MASTER
        Orphaned address | mylb1 still holds the address although its keepalived is not MASTER or not running.
        What to do | Start keepalived on mylb1, which takes the address up again or drops it; or restart the node.
        Client | answers through mylb1
    `);
  });

  it('split brain', () => {
    expect(vipRows([balancer(1), balancer(2, { addresses: [vip], vrrp: [master] }), probe()])).toBe(lines`
      VIP 10.77.0.100 | split brain: mylb1 and mylb2 hold it
        Split brain | mylb1 and mylb2 hold the address at the same time; each client reaches the one that answered ARP last.
        What to do | Make sure that keepalived runs on each of them and that they hear each other: same virtual_router_id, same authentication, VRRP (protocol 112) not filtered. A holder without keepalived gives the address up when it restarts; one that is no load balancer has to be told to.
        Client | answers through mylb1
    `);
  });

  it('stale ARP', () => {
    const moved = [
      balancer(1, { addresses: [], vrrp: [instance()] }),
      balancer(2, { addresses: [vip], vrrp: [master] }),
    ];
    const client = view({ repliers: ['02:42:0a:4d:00:22'], answers: false, failure: 'connection refused' });
    expect(vipRows([...moved, probe([client])])).toBe(lines`
      VIP 10.77.0.100 | stale ARP: held by mylb2, clients send to mylb1
        Stale ARP | mylb2 holds the address, but clients still send to mylb1.
        What to do | It ends when their ARP entry expires. Restart keepalived on mylb2 to announce the address again (gratuitous ARP).
        Client | no answer · connection refused
    `);
  });

  it('nobody', () => {
    const nodes = [balancer(1, { addresses: [], vrrp: [instance({ state: 'FAULT' })] }), balancer(2)];
    expect(vipRows([...nodes, probe([view({ repliers: [], answers: false })])])).toBe(lines`
      VIP 10.77.0.100 | nobody holds it
        Nobody holds it | No node has the address, so nothing answers on it.
        What to do | Start keepalived, or HAProxy if keepalived tracks it, on at least one load balancer.
        Client | no answer
    `);
  });

  it('a frozen holder', () => {
    const frozen = balancer(1, { status: 'paused', watch: 'none', addresses: undefined, keepalived: 'unknown' });
    expect(vipRows([frozen, balancer(2), probe([view({ answers: false, failure: 'timeout' })])])).toBe(lines`
      VIP 10.77.0.100 | held by mylb1, which is paused
        Frozen holder | mylb1 is paused: its kernel still answers ARP for the address, but no program answers requests.
        What to do | Unpause or kill mylb1. The other node takes over once it misses the advertisements.
        Client | no answer · timeout
    `);
  });
});

describe('what is shown instead of rows', () => {
  const stopped = (status: 'absent' | 'exited') =>
    labState([web(1, { status }), balancer(1, { status, keepalived: 'unknown', vrrp: [] })]);
  const without = (code: 'no-engine' | 'permission-denied'): LabView =>
    labView({ ...healthy(), phase: 'unknown', trouble: new LabError(code, 'No.', '') });

  it.each([
    ['noLab', []],
    ['looking', [labView(undefined)]],
    ['noEngine', [without('no-engine')]],
    ['denied', [without('permission-denied')]],
    ['stopped', [labView(stopped('absent'))]],
    ['stopped', [labView(stopped('exited'))]],
  ] as const)('%s', (expected, labs) => {
    expect(emptiness(labs)).toBe(expected);
    expect(rowsOf(labs)).toEqual([]);
  });

  it('shows rows while a stopped lab is being started', () => {
    expect(bare(rowsOf([labView(stopped('exited'), { busy: 'starting' })]))).toBe(lines`
      ha-lab | starting
        VIP 10.77.0.100 | nobody holds it
        mylb1 | stopped
        myweb1 | stopped
    `);
  });

  it('keeps what was last known when the engine is lost, and says so', () => {
    const trouble = new LabError('engine-lost', 'The Docker engine hung up.', 'See whether it is running.');
    const rows = rowsOf([labView({ ...healthy(), trouble })]);
    expect(bare(rows[0]?.children.slice(0, 2) ?? [])).toBe(lines`
      The Docker engine hung up. | what follows is the last that was known
      VIP 10.77.0.100 | held by mylb1
        Client | answers through mylb1
    `);
  });

  it('shows each of several labs, and one whose definition is broken', () => {
    const other = '/w/other/compose.yaml';
    const broken = new LabError('definition', 'Line 3: no such role: lb', 'Roles are web, load-balancer and probe.');
    const labs = [labView(stopped('absent')), labView(undefined, { file: other, plan: broken })];
    expect(text(rowsOf(labs))).toBe(lines`
      server-environment(dim) ha-lab | not started <lab absent>
      error(bad) compose.yaml | Line 3: no such role: lb <broken lab>
    `);
  });
});

describe('tooltips', () => {
  const all = (rows: ReturnType<typeof rowsOf>): string[] =>
    rows.flatMap((row) => [row.tooltip, ...all([...row.children])]);

  it('escape what comes from outside and name the problems', () => {
    const state = labState(
      [web(1), balancer(1), probe()],
      [{ id: 'x', severity: 'warning', node: 'myweb1', message: 'server be_web/[a](b) is <down>' }],
    );
    const tooltip = all(rowsOf([labView(state)])).find((markdown) => markdown.startsWith('**myweb1**'));
    expect(tooltip).toContain('$(warning) server be\\_web/\\[a\\]\\(b\\) is \\<down\\>');
  });

  it('hold no address with credentials', () => {
    expect(all(rowsOf([labView(healthy())])).join('\n')).not.toMatch(/passw0rd|:\/\/\w+:\w+@/);
  });
});
