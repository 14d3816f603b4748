/** Labs of other sizes, with other kinds of VRRP, on other generations of Debian: the address moves in each. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scaffold } from '../../client/src/lab/scaffold';
import type { LabShape } from '../../client/src/lab/shape';
import type { LabState } from '../../client/src/lab/state';
import type { Watch } from '../../client/src/lab/watch';
import { texts } from './clients';
import {
  balancer,
  holder,
  leftovers,
  onNode,
  page,
  seen,
  serverStatus,
  TEMPLATES,
  testLab,
  type TestLab,
} from './harness';

type Vrrp = Pick<LabShape, 'vrrpTransport' | 'vrrpVersion'>;

interface Tried {
  readonly template: string;
  readonly shape: Partial<LabShape>;
  readonly balancers: readonly [string, string, string];
  readonly served: readonly string[];
  readonly greeting: (server: string) => string;
  /** What the same lab speaks after its keepalived configurations have been written anew. */
  readonly then: Vrrp;
}

const TRIED: readonly Tried[] = [
  {
    template: 'two-web-two-lb',
    shape: {
      webServers: 3,
      loadBalancers: 3,
      vrrpTransport: 'unicast',
      vrrpVersion: 3,
      baseImage: 'debian:bookworm-slim',
    },
    balancers: ['mylb1', 'mylb2', 'mylb3'],
    served: ['myweb1', 'myweb2', 'myweb3'],
    greeting: (server) => `Greeting from ${server}`,
    then: { vrrpTransport: 'multicast', vrrpVersion: 3 },
  },
  {
    template: 'two-node',
    shape: { loadBalancers: 3, vrrpTransport: 'unicast', vrrpVersion: 2, baseImage: 'debian:sid-slim' },
    balancers: ['server1', 'server2', 'server3'],
    served: ['server1', 'server2', 'server3'],
    greeting: (server) => server,
    then: { vrrpTransport: 'multicast', vrrpVersion: 2 },
  },
];

describe.each(TRIED)('$template: $shape', ({ template, shape, balancers, served, greeting, then }) => {
  let made: TestLab;
  let watch: Watch;
  const [first, second, third] = balancers;

  const well = (now: LabState) =>
    now.phase === 'running' &&
    now.problems.length === 0 &&
    holder(now) === first &&
    served.every((server) => serverStatus(now, server).length === balancers.length);

  const heldBy = (name: string) => seen(watch, (now) => holder(now) === name && now.vips[0]?.seen?.servedBy === name);

  /** HAProxy stops on the first, then the whole second dies: the address goes on, and comes back. */
  const fallOver = async () => {
    await made.lab.node(first).haproxy('stop');
    await heldBy(second);
    await made.lab.node(second).kill();
    await heldBy(third);
    await made.lab.node(second).start();
    await made.lab.node(first).haproxy('start');
    await seen(watch, well);
  };

  beforeAll(async () => {
    made = await testLab(template, undefined, shape);
    watch = made.watch();
    await made.lab.up();
    await seen(watch, well);
  });
  afterAll(async () => {
    await made.cleanUp();
    expect(await leftovers(made)).toEqual([]);
  });

  it('all nodes serve, and the programs find nothing to complain about', async () => {
    const { label } = made.plan.vips[0]!.pages[0]!;
    const answers = new Set(await texts(page(made.plan, 'vip', label), 2 * served.length));
    expect([...answers].sort()).toEqual(served.map(greeting));
    for (const name of balancers) {
      const keepalived = `keepalived --config-test --use-file "$(cat /var/lib/haconf/KEEPALIVED_CONFIG)"`;
      const haproxy = 'for file in /etc/haproxy/*.cfg; do haproxy -c -q -f "$file" || exit; done';
      const { exitCode, output } = await onNode(made, name, 'sh', '-c', `${keepalived} && ${haproxy}`);
      expect([exitCode, output.trim()]).toEqual([0, '']);
    }
  });

  it('the address moves from node to node, and back', fallOver);

  it('and does so when its load balancers talk otherwise', async () => {
    await rm(join(made.folder, 'keepalived'), { recursive: true });
    const { written } = await scaffold({ templates: TEMPLATES, template, folder: made.folder, shape: then });
    expect(written.length).toBe(balancers.length);
    // All at once: those that talk otherwise would not hear each other, and claim the address together.
    for (const name of balancers) await made.lab.node(name).keepalived('stop');
    for (const name of balancers) await made.lab.node(name).apply({ programs: [] });
    for (const name of balancers) await made.lab.node(name).keepalived('start');
    await seen(watch, (now) => well(now) && balancers.every((name) => balancer(now, name).keepalived === 'up'));
    await made.lab.node(first).haproxy('stop');
    await heldBy(second);
    await made.lab.node(first).haproxy('start');
    await seen(watch, well);
  });
});
