// What the programs accept and haconf finds (docs/beyond-the-programs.md): that it breaks as predicted.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { languages } from '../../server/src/engine';
import { exampleFiles } from '../support/exampleFiles';
import { canMakeNodes, TwoNodes } from '../support/twoNodes';
import { node, type Options } from '../support/vrrpNode';

const rules = languages.flatMap((language) => language.rules);

/** The longest a failover of these nodes takes: a failed check, three advertisements, the skew; and some. */
const FAILOVER_MS = 6500;
const canRun = canMakeNodes() && existsSync('/usr/sbin/keepalived');

// Where nobody looks, what cannot run is a failure.
describe.skipIf(!canRun && process.env['CI'] !== 'true')('what is predicted happens', () => {
  async function withNodes<T>(work: (nodes: TwoNodes) => T | Promise<T>): Promise<T> {
    const nodes = new TwoNodes();
    try {
      return await work(nodes);
    } finally {
      await nodes.dispose();
    }
  }

  /** A pair whose first node is master and then loses what it tracks. */
  async function holdersAfterFailure(weight: number): Promise<number[][]> {
    return withNodes(async (nodes) => {
      nodes.keepalived(0, node(nodes.folder, { priority: 110, weight }));
      nodes.keepalived(1, node(nodes.folder, { priority: 100 }));
      await nodes.until(() => nodes.holders().includes(0));
      // Both may have begun as master: the lower one gives way at the next advertisement.
      await nodes.until(() => nodes.holders().length === 1);
      const before = nodes.holders();
      writeFileSync(join(nodes.folder, 'dead'), '');
      await sleep(FAILOVER_MS);
      return [before, nodes.holders()];
    });
  }

  test.concurrent('a weight too small: the address stays where the service is dead', async () => {
    expect(await holdersAfterFailure(-5)).toEqual([[0], [0]]);
  });

  test.concurrent('one that suffices: it moves', async () => {
    expect(await holdersAfterFailure(-11)).toEqual([[0], [1]]);
  });

  test.concurrent('the number in a tracked file moves the address from where the sum says on', async () => {
    await withNodes(async (nodes) => {
      const file = join(nodes.folder, 'state');
      const write = (value: number): void => {
        writeFileSync(file, `${value}\n`);
      };
      const tracked = (priority: number): string =>
        `track_file state {\n  file ${file}\n  weight 5\n}\n${node(nodes.folder, { priority, more: 'track_file {\n    state\n  }' })}`;
      write(0);
      nodes.keepalived(0, tracked(110));
      nodes.keepalived(1, node(nodes.folder, { priority: 100 }));
      await nodes.until(() => nodes.holders().includes(0));
      await nodes.until(() => nodes.holders().length === 1);
      // 110 - 2 × 5 = 100, where the address of the nodes would decide; from 110 - 3 × 5 = 95 on the other one is master.
      write(-1);
      await sleep(FAILOVER_MS);
      expect(nodes.holders()).toEqual([0]);
      write(-3);
      await nodes.until(() => nodes.holders().includes(1));
      expect(nodes.holders()).toContain(1);
      write(0);
      await nodes.until(() => nodes.holders().join() === '0');
      expect(nodes.holders()).toEqual([0]);
      // -51 × 5 is below -253: the instance goes down.
      write(-51);
      await nodes.until(() => nodes.log(0).includes('FAULT STATE'));
      expect(nodes.log(0)).toContain('FAULT STATE');
    });
  });

  const unicast = (own: number, peer: number): string =>
    `unicast_src_ip 192.0.2.${own}\n  unicast_peer {\n    192.0.2.${peer}\n  }`;
  const secret = 'authentication {\n  auth_type PASS\n  auth_pass secret\n  }';

  /** Lines of the first node; what the second has; who carries the address in the end. */
  test.concurrent.each<[string, string, Partial<Options>, number[]]>([
    ['different numbers: both nodes carry the address', '', { id: 52 }, [0, 1]],
    ['different addresses: both', '', { addresses: ['192.0.2.10', '192.0.2.11'] }, [0, 1]],
    ['different intervals: both', '', { more: 'advert_int 2' }, [0, 1]],
    ['different versions: both', '', { more: 'version 3' }, [0, 1]],
    ['one address in two virtual routers: both', '', { id: 52, name: 'VI_2' }, [0, 1]],
    ['a password on one node: both', '', { more: secret }, [0, 1]],
    ['a peer that the other does not list: both', unicast(1, 2), { priority: 102, more: unicast(2, 9) }, [0, 1]],
    ['unicast on one node: both', '', { more: unicast(2, 1) }, [0, 1]],
    ['state MASTER on both: one', 'state MASTER', { more: 'state MASTER' }, [0]],
    ['VRRP 3 learns the interval: one', 'version 3', { more: 'version 3\nadvert_int 2' }, [0]],
    ['nothing that differs: one', '', {}, [0]],
  ])('%s', async (_name, first, second, expected) => {
    await withNodes(async (nodes) => {
      nodes.keepalived(0, node(nodes.folder, { priority: 101, more: first }));
      await nodes.until(() => nodes.holders().length > 0);
      nodes.keepalived(1, node(nodes.folder, { priority: 100, ...second }));
      await sleep(2 * FAILOVER_MS);
      expect(nodes.holders()).toEqual(expected);
    });
  });

  test.concurrent('one number for two virtual routers: each complains of the other', async () => {
    await withNodes(async (nodes) => {
      nodes.keepalived(0, node(nodes.folder, { priority: 101 }));
      nodes.keepalived(1, node(nodes.folder, { priority: 100, name: 'VI_2', addresses: ['192.0.2.11'] }));
      const complains = (which: 0 | 1): boolean => nodes.log(which).includes('associated with VRID 51 not present');
      await nodes.until(() => complains(0) && complains(1));
      expect([complains(0), complains(1)]).toEqual([true, true]);
    });
  });

  test.concurrent('one address in two instances of a node: it goes when one of them does', async () => {
    await withNodes(async (nodes) => {
      const second = node(nodes.folder, { priority: 101, id: 52, name: 'VI_2' }).replace(/^global_defs[^]*?\n}\n/, '');
      nodes.keepalived(0, node(nodes.folder, { priority: 101, weight: 0 }) + second);
      await nodes.until(() => nodes.log(0).includes('(VI_2) Entering MASTER STATE') && nodes.holders().includes(0));
      expect(nodes.holders()).toEqual([0]);
      writeFileSync(join(nodes.folder, 'dead'), '');
      await nodes.until(() => nodes.log(0).includes('(VI_1) Entering FAULT STATE') && nodes.holders().length === 0);
      expect(nodes.holders()).toEqual([]);
      const since = nodes.log(0).split('(VI_1) Entering FAULT STATE')[1];
      expect(since).not.toMatch(/\(VI_2\) Entering/);
    });
  });

  test.concurrent.each([0, 1] as const)(
    'one priority on both: the node that comes first keeps it (%i)',
    async (first) => {
      await withNodes(async (nodes) => {
        nodes.keepalived(first, node(nodes.folder, { priority: 100 }));
        await nodes.until(() => nodes.holders().includes(first));
        nodes.keepalived(first === 0 ? 1 : 0, node(nodes.folder, { priority: 100 }));
        await sleep(FAILOVER_MS);
        expect(nodes.holders()).toEqual([first]);
      });
    },
  );

  test.concurrent('state MASTER on both, without priorities: both take the address', async () => {
    await withNodes(async (nodes) => {
      const owner = node(nodes.folder, { priority: 0, more: 'state MASTER' }).replace('priority 0', '');
      // An interface that has just come up counts as down for a moment, and then no node begins as master.
      await sleep(2000);
      nodes.keepalived(0, owner);
      await nodes.until(() => nodes.holders().includes(0));
      nodes.keepalived(1, owner);
      const became = (which: 0 | 1): boolean => nodes.log(which).includes('(VI_1) Entering MASTER STATE');
      await nodes.until(() => became(0) && became(1));
      expect([became(0), became(1)]).toEqual([true, true]);
    });
  });

  test.concurrent('a script that asks for another process: the node gives up although HAProxy runs', async () => {
    await withNodes(async (nodes) => {
      const text = node(nodes.folder, { priority: 101, weight: 0 });
      const right = text.replace(/script ".*"/, 'script "/usr/bin/pgrep --exact keepalived"');
      nodes.keepalived(0, right.replace('--exact keepalived', '--exact keepalivd'));
      nodes.keepalived(1, right.replace('priority 101', 'priority 100'));
      await nodes.until(() => nodes.holders().includes(1));
      expect(nodes.holders()).toEqual([1]);
      expect(nodes.log(0)).toContain('VRRP_Script(chk) failed');
    });
  });

  test.concurrent(
    'a check that is slow: a dead service keeps the address for longer than a dead node would',
    async () => {
      await withNodes(async (nodes) => {
        const quick = node(nodes.folder, { priority: 101, weight: 0 });
        nodes.keepalived(0, quick.replace('interval 1', 'interval 6').replace('fall 1', 'fall 2'));
        await nodes.until(() => nodes.holders().includes(0));
        writeFileSync(join(nodes.folder, 'dead'), '');
        for (let tries = 0; tries < 2; tries++) await nodes.until(() => nodes.log(0).includes('(VI_1) Entering FAULT'));
        // By keepalived's own clock, in whole seconds: a dead node is replaced after 3 × 1 s + (256 - 100)/256 s = 3.6 s.
        const timeOf = (text: string): number =>
          Date.parse(new RegExp(`^(.{24}): .*${text}`, 'm').exec(nodes.log(0))?.[1] ?? '');
        expect(timeOf('Entering FAULT') - timeOf('now returning 1')).toBeGreaterThanOrEqual(5000);
      });
    },
  );

  test.concurrent(
    'an instance that watches nothing, and an address that no bind covers: clients are refused',
    async () => {
      await withNodes(async (nodes) => {
        nodes.keepalived(0, node(nodes.folder, { priority: 101 }));
        nodes.keepalived(1, node(nodes.folder, { priority: 100 }));
        await nodes.until(() => nodes.holders().includes(0));
        const file = join(nodes.folder, 'haproxy.cfg');
        const rule = rules.find((one) => one.id === 'unserved-virtual-address')!;
        writeFileSync(file, exampleFiles(rule.bad, '').get('haproxy.cfg')!);
        const connect = (address: string) =>
          nodes.run(1, 'timeout', '3', 'bash', '-c', `exec 3<>/dev/tcp/${address}/80`).output;
        // Nothing runs there, and the address stays.
        expect(connect('192.0.2.10')).toMatch(/Connection refused/);
        expect(nodes.holders()).toContain(0);
        expect(nodes.run(0, 'haproxy', '-D', '-p', `${file}.pid`, '-f', file).status).toBe(0);
        try {
          expect(connect('192.0.2.1')).toBe('');
          expect(connect('192.0.2.10')).toMatch(/Connection refused/);
        } finally {
          process.kill(Number(readFileSync(`${file}.pid`, 'utf8')));
        }
      });
    },
  );

  test.concurrent('an address outside the network: nobody reaches it', async () => {
    await withNodes(async (nodes) => {
      nodes.keepalived(0, node(nodes.folder, { priority: 101, addresses: ['192.0.2.10', '198.51.100.10'] }));
      await nodes.until(() => nodes.holders().includes(0));
      const ping = (address: string) => nodes.run(1, 'timeout', '3', 'bash', '-c', `exec 3<>/dev/tcp/${address}/80`);
      expect(ping('192.0.2.10').output).toMatch(/Connection refused/);
      expect(ping('198.51.100.10').output).toMatch(/Network is unreachable/);
    });
  });

  test.concurrent('without NET_ADMIN: a master that holds nothing', async () => {
    await withNodes(async (nodes) => {
      nodes.keepalived(0, node(nodes.folder, { priority: 101 }), ['setpriv', '--bounding-set', '-net_admin']);
      await nodes.until(() => nodes.log(0).includes('MASTER STATE'));
      await sleep(1000);
      expect(nodes.log(0)).toContain('MASTER STATE');
      expect(nodes.holders()).toEqual([]);
    });
  });

  test.concurrent('bind on the virtual address: HAProxy does not start where it is not', async () => {
    await withNodes((nodes) => {
      const file = join(nodes.folder, 'haproxy.cfg');
      const rule = rules.find((one) => one.id === 'bind-virtual-address')!;
      writeFileSync(file, exampleFiles(rule.bad, '').get('haproxy.cfg')!);
      expect(spawnSync('haproxy', ['-c', '-f', file]).status).toBe(0);
      const { status, output } = nodes.run(1, 'haproxy', '-db', '-f', file);
      expect(status).toBe(1);
      expect(output).toMatch(/cannot bind socket|cannot assign requested address/i);
    });
  });
});
