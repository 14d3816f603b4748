// What the programs accept and haconf finds (docs/beyond-the-programs.md): that they do accept it, and that it breaks.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { languages } from '../../server/src/engine';
import { exampleFiles } from '../support/exampleFiles';
import { programs as haproxyPrograms } from '../support/haproxyProgram';
import { programs as keepalivedPrograms } from '../support/keepalivedProgram';
import { canMakeNodes, TwoNodes } from '../support/twoNodes';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'beyond-the-programs.md'), 'utf8');
const rows = [...page.matchAll(/^\|.*\[([a-z-]+)\]\(rules\/[a-z-]+\.md\) \|$/gm)].map((row) => row[1]!);
const rules = languages.flatMap((language) => language.rules);

describe('every row of the table is accepted by', () => {
  test('the table is read', () => {
    expect(rows.length).toBe(page.split('\n').filter((line) => line.startsWith('| ')).length - 1);
  });

  const files = rows.flatMap((id) => {
    const rule = rules.find((one) => one.id === id)!;
    return [...exampleFiles(rule.bad, 'keepalived.conf')].map(([name, text]) => ({ id, name, text }));
  });
  const asked = [
    ...haproxyPrograms().map((program) => ({ program, ending: '.cfg' })),
    ...keepalivedPrograms().map((program) => ({ program, ending: '.conf' })),
  ];

  test.each(asked.map((one) => [`${one.program.name}, *${one.ending}, ${one.program.version}`, one] as const))(
    '%s',
    (_name, { program, ending }) => {
      const own = files.filter(({ name }) => name.endsWith(ending));
      const verdicts = program.judge(own.map(({ text }) => text));
      const refused = own.filter((_one, i) => !verdicts[i]!.accepted);
      expect(refused.map(({ id, name }) => `${id}: ${name}`)).toEqual([]);
    },
  );
});

interface Options {
  readonly priority: number;
  readonly id?: number;
  readonly name?: string;
  /** Lines more. */
  readonly more?: string;
  readonly addresses?: readonly string[];
  /** Of a script that fails as soon as the file `dead` is there. */
  readonly weight?: number;
}

function node(
  folder: string,
  { priority, id = 51, name = 'VI_1', more = '', addresses = ['192.0.2.10'], weight }: Options,
): string {
  const script = `vrrp_script chk {\n  script "/usr/bin/test ! -e ${folder}/dead"\n  interval 1\n  fall 1\n  weight ${weight ?? 0}\n}\n`;
  return `global_defs {\n  script_user root\n}\n${weight === undefined ? '' : script}vrrp_instance ${name} {
  interface eth0
  virtual_router_id ${id}
  priority ${priority}
  ${more}
  virtual_ipaddress {
    ${addresses.map((one) => `${one}/24`).join('\n')}
  }
${weight === undefined ? '' : '  track_script {\n    chk\n  }\n'}}\n`;
}

/** The longest a failover of these nodes takes: a failed check, three advertisements, the skew; and some. */
const FAILOVER_MS = 6500;
const canRun = canMakeNodes() && existsSync('/usr/sbin/keepalived');

// Where nobody looks, what cannot run is a failure.
describe.skipIf(!canRun && process.env['CI'] !== 'true')('what is predicted happens', () => {
  /** A pair whose first node is master and then loses what it tracks. */
  async function holdersAfterFailure(weight: number): Promise<number[][]> {
    const nodes = new TwoNodes();
    try {
      nodes.keepalived(0, node(nodes.folder, { priority: 110, weight }));
      nodes.keepalived(1, node(nodes.folder, { priority: 100 }));
      await nodes.until(() => nodes.holders().includes(0));
      // Both may have begun as master: the lower one gives way at the next advertisement.
      await nodes.until(() => nodes.holders().length === 1);
      const before = nodes.holders();
      writeFileSync(join(nodes.folder, 'dead'), '');
      await sleep(FAILOVER_MS);
      return [before, nodes.holders()];
    } finally {
      await nodes.dispose();
    }
  }

  test.concurrent('a weight too small: the address stays where the service is dead', async () => {
    expect(await holdersAfterFailure(-5)).toEqual([[0], [0]]);
  });

  test.concurrent('one that suffices: it moves', async () => {
    expect(await holdersAfterFailure(-11)).toEqual([[0], [1]]);
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
    ['a password on one node: both', '', { more: secret }, [0, 1]],
    ['a peer that the other does not list: both', unicast(1, 2), { priority: 102, more: unicast(2, 9) }, [0, 1]],
    ['unicast on one node: both', '', { more: unicast(2, 1) }, [0, 1]],
    ['state MASTER on both: one', 'state MASTER', { more: 'state MASTER' }, [0]],
    ['VRRP 3 learns the interval: one', 'version 3', { more: 'version 3\nadvert_int 2' }, [0]],
    ['nothing that differs: one', '', {}, [0]],
  ])('%s', async (_name, first, second, expected) => {
    const nodes = new TwoNodes();
    try {
      nodes.keepalived(0, node(nodes.folder, { priority: 101, more: first }));
      await nodes.until(() => nodes.holders().length > 0);
      nodes.keepalived(1, node(nodes.folder, { priority: 100, ...second }));
      await sleep(2 * FAILOVER_MS);
      expect(nodes.holders()).toEqual(expected);
    } finally {
      await nodes.dispose();
    }
  });

  test.concurrent('one number for two virtual routers: each complains of the other', async () => {
    const nodes = new TwoNodes();
    try {
      nodes.keepalived(0, node(nodes.folder, { priority: 101 }));
      nodes.keepalived(1, node(nodes.folder, { priority: 100, name: 'VI_2', addresses: ['192.0.2.11'] }));
      const complains = (which: 0 | 1): boolean => nodes.log(which).includes('associated with VRID 51 not present');
      await nodes.until(() => complains(0) && complains(1));
      expect([complains(0), complains(1)]).toEqual([true, true]);
    } finally {
      await nodes.dispose();
    }
  });

  test.concurrent('without NET_ADMIN: a master that holds nothing', async () => {
    const nodes = new TwoNodes();
    try {
      nodes.keepalived(0, node(nodes.folder, { priority: 101 }), ['setpriv', '--bounding-set', '-net_admin']);
      await nodes.until(() => nodes.log(0).includes('MASTER STATE'));
      await sleep(1000);
      expect(nodes.log(0)).toContain('MASTER STATE');
      expect(nodes.holders()).toEqual([]);
    } finally {
      await nodes.dispose();
    }
  });

  test.concurrent('bind on the virtual address: HAProxy does not start where it is not', async () => {
    const nodes = new TwoNodes();
    try {
      const file = join(nodes.folder, 'haproxy.cfg');
      const rule = rules.find((one) => one.id === 'bind-virtual-address')!;
      writeFileSync(file, exampleFiles(rule.bad, '').get('haproxy.cfg')!);
      expect(spawnSync('haproxy', ['-c', '-f', file]).status).toBe(0);
      const { status, output } = nodes.run(1, 'haproxy', '-db', '-f', file);
      expect(status).toBe(1);
      expect(output).toMatch(/cannot bind socket|cannot assign requested address/i);
    } finally {
      await nodes.dispose();
    }
  });
});
