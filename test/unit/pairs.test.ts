import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../server/src/core/language';
import { configurationOf, openDocument } from '../../server/src/documents';
import { keepalived } from '../../server/src/languages/keepalived';
import { Engine } from '../../server/src/engine';
import { clusterRules } from '../../server/src/pairs';
import { clustersOf } from '../../server/src/pairs/finding';
import { diagnosed } from '../support/diagnosing';

/** The files of an example, each begun by `# file: NAME`. */
function files(text: string): { name: string; content: string }[] {
  return text
    .split(/^# file: /m)
    .slice(1)
    .map((part) => ({ name: part.slice(0, part.indexOf('\n')), content: part.slice(part.indexOf('\n') + 1) }));
}

function cluster(text: string): { rule: string; at: string; message: string; other: string | undefined }[] {
  const nodes: Configuration[] = files(text).map(({ name, content }) =>
    configurationOf([openDocument(`file:///${name}`, keepalived, content, '2.3')]),
  );
  const out: ReturnType<typeof cluster> = [];
  for (const rule of clusterRules) {
    rule.checkCluster(nodes, (uri, finding) => {
      const at = `${uri.slice(8)}:${finding.range.start.line + 1}`;
      out.push({ rule: rule.id, at, message: finding.message, other: finding.related?.[0]?.uri?.slice(8) });
    });
  }
  return out;
}

const pair = (master: string, backup: string, weight = 2): string =>
  [master, backup]
    .map(
      (lines, i) => `# file: lb${i + 1}.conf
global_defs {
    router_id lb${i + 1}
}
vrrp_script chk {
    script "/bin/true"
    weight ${weight}
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    virtual_ipaddress {
        192.0.2.10
    }
    track_script {
        chk
    }
    ${lines}
}
`,
    )
    .join('');

describe('the examples of every rule', () => {
  test.each(clusterRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    const found = cluster(rule.bad);
    expect(found.map((one) => one.rule)).toContain(id);
    expect(found.every((one) => one.other !== undefined && one.other !== one.at.split(':')[0])).toBe(true);
    expect(cluster(rule.good)).toEqual([]);
    for (const { content } of files(rule.good)) expect(diagnosed(keepalived, content)).toEqual([]);
  });
});

describe('the weight calculation', () => {
  const sums = (text: string): string[] => cluster(text).map((one) => one.message);

  test('a weight below the difference of the priorities never hands over', () => {
    expect(sums(pair('priority 110', 'priority 100'))).toEqual([
      'When "chk" fails on lb1, "VI_1" does not hand over: 112 - 2 = 110 > 102: the address never moves.',
    ]);
  });

  test('a greater one does', () => {
    expect(sums(pair('priority 101', 'priority 100'))).toEqual([]);
    expect(sums(pair('priority 110', 'priority 100', -20))).toEqual([]);
  });

  test('weight 0 takes the node down, whatever the priorities', () => {
    expect(sums(pair('priority 200', 'priority 100', 0))).toEqual([]);
  });

  test('nopreempt on the backup keeps it from taking over', () => {
    expect(sums(pair('priority 101', 'priority 100\n    nopreempt', -20))).toEqual([
      'When "chk" fails on lb1, "VI_1" does not hand over: 101 - 20 = 81 < 100, but nopreempt keeps lb2 from taking over.',
    ]);
  });

  test('nothing is said of what is not known', () => {
    expect(sums(pair('priority $P', 'priority 100'))).toEqual([]);
    expect(sums(pair('@lb1 priority 110', 'priority 100'))).toEqual([]);
  });
});

describe('a check against the death of a node', () => {
  const said = (check: string, lines = ''): string[] => {
    const engine = new Engine();
    const script = `vrrp_script chk {\n    script "/bin/true"\n    user root\n    ${check}\n}\n`;
    const rest = `    interface eth0\n    virtual_router_id 51\n    virtual_ipaddress {\n        192.0.2.10\n    }\n    track_script {\n        chk\n    }\n`;
    engine.open('file:///keepalived.conf', 'keepalived', `${script}vrrp_instance VI_1 {\n${rest}    ${lines}\n}\n`);
    return engine.diagnose('file:///keepalived.conf').map(({ message }) => message);
  };

  test('one that takes longer is slow', () => {
    expect(said('interval 2\n    fall 2', 'advert_int 1')).toEqual([
      '"chk" counts as failed after 4 s (2 × 2 s), but a dead node is replaced after 3.6 s (3 × advert_int of "VI_1" and the skew): look more often.',
    ]);
    expect(said('timeout 3')).toEqual([expect.stringContaining('after 4 s (1 × 1 s and a timeout of 3 s)')]);
    expect(said('fall 2', 'version 3\n    advert_int 0.1')).toEqual([expect.stringContaining('after 2 s (2 × 1 s)')]);
  });

  test.each([
    ['interval 1\n    fall 2', 'advert_int 1'],
    ['', ''],
    ['interval 3', ''],
    ['interval 9', 'advert_int 5'],
    ['interval 9', 'down_timer_adverts 20'],
    ['interval $I', ''],
    ['interval 9', 'advert_int $A'],
    ['interval 9\n    @lb1 interval 1', ''],
  ])('%s, %s: it is quick enough, or not known', (check, lines) => {
    expect(said(check, lines)).toEqual([]);
  });
});

describe('which files are a cluster', () => {
  test.each([
    [['a/keepalived-master.conf', 'a/keepalived-backup.conf', 'a/other.conf'], [[0, 1]]],
    [['x/lb1/keepalived.conf', 'x/lb2/keepalived.conf', 'y/lb1/keepalived.conf'], [[0, 1]]],
    [['keepalived.conf', 'sub/keepalived.conf'], []],
    [['k1.conf', 'k2.conf', 'k3.conf', 'k4.conf', 'k5.conf'], []],
  ])('%j', (names, groups) => {
    expect(clustersOf(names)).toEqual(groups.map((group) => group.map((index) => names[index])));
  });
});

describe('settings that differ', () => {
  const secret = (password: string): string => `authentication {\n    auth_type PASS\n    auth_pass ${password}\n    }`;

  test.each([
    ['one interval is the default', '', 'advert_int 2', 1],
    ['it is written out on one node', 'advert_int 1', '', 0],
    ['only one has a password', secret('a'), '', 1],
    ['passwords differ behind what is sent', secret('12345678a'), secret('12345678b'), 0],
    ['VRRP 3 has no passwords', `version 3\n${secret('a')}`, 'version 3', 0],
    ['VRRP 3 learns the interval', 'version 3\nadvert_int 1', 'version 3\nadvert_int 2', 1],
  ])('%s', (_name, master, backup, count) => {
    const found = cluster(pair(`priority 110\n${master}`, `priority 100\n${backup}`, -20));
    expect(found.filter(({ rule }) => rule === 'pair-settings-differ')).toHaveLength(count);
  });
});

describe('what mends a pair', () => {
  /** The text of the node in which something is found, after the preferred fix of every finding. */
  const mended = (text: string): string[] => {
    const parts = files(text);
    const engine = new Engine();
    const uris = parts.map(({ name }) => `file:///${name}`);
    parts.forEach(({ content }, i) => {
      engine.open(uris[i]!, 'keepalived', content);
    });
    engine.cluster(uris);
    return uris.flatMap((uri) =>
      engine.diagnose(uri).flatMap(({ fixes }) => (fixes ?? []).flatMap(({ edits }) => edits.map((edit) => edit.text))),
    );
  };

  test.each([
    ['a weight that suffices', pair('priority 110', 'priority 100'), ['-9']],
    ['no weight where nopreempt holds the backup', pair('priority 101', 'priority 100\n    nopreempt'), []],
    ['another priority', pair('priority 100', 'priority 100', -20), ['99']],
    ['the state', pair('state MASTER\n    priority 101', 'state MASTER\n    priority 100'), ['BACKUP']],
    ['what the first node has', pair('priority 101\n    advert_int 2', 'priority 100\n    advert_int 1'), ['2']],
  ])('%s', (_name, text, edits) => {
    expect(mended(text)).toEqual(edits);
  });
});
