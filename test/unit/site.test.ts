import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { URI } from 'vscode-uri';
import { languageOfPath } from '../../server/src/detect';
import { disk } from '../../server/src/disk';
import { Engine } from '../../server/src/engine';
import type { FileSource } from '../../server/src/files';
import { besides } from '../../server/src/pairs/finding';
import { defaultSettings } from '../../server/src/settings';

const templates = join(__dirname, '..', '..', 'lab-templates');
const template = join(templates, 'two-web-two-lb');
const files = [
  'haproxy/haproxy.cfg',
  'haproxy/haproxy-tls-passthrough.cfg',
  'haproxy/haproxy-tls-termination.cfg',
  'keepalived/keepalived-master.conf',
  'keepalived/keepalived-backup.conf',
];

/** What is found in the lab when some of its files have other texts: file, rule, severity. */
function found(changes: Readonly<Record<string, (text: string) => string>> = {}): string[] {
  const uri = (file: string): string => URI.file(join(template, file)).toString();
  const changed = new Map(
    Object.entries(changes).map(([file, change]) => [uri(file), change(readFileSync(join(template, file), 'utf8'))]),
  );
  const source: FileSource = { read: (one) => changed.get(one) ?? disk.read(one), list: (one) => disk.list(one) };
  const engine = new Engine({ files: source });
  engine.configure(defaultSettings, [URI.file(template)]);
  for (const file of files) engine.open(uri(file), languageOfPath(file)!, source.read(uri(file))!);
  return files.flatMap((file) =>
    engine.diagnose(uri(file)).map(({ rule, severity }) => `${file.split('/')[1]!} ${rule} ${severity}`),
  );
}

const replace =
  (from: string | RegExp, to: string) =>
  (text: string): string => {
    expect(text.search(from)).not.toBe(-1);
    return text.replaceAll(new RegExp(from, 'g'), to);
  };
const [proxy, master, compose] = ['haproxy/haproxy.cfg', 'keepalived/keepalived-master.conf', 'compose.yaml'];
const elsewhere = Object.fromEntries(files.slice(0, 3).map((file) => [file, replace('bind \\*:', 'bind 10.77.0.21:')]));

const TAKEN = ['keepalived-master.conf virtual-server-port hint'];
const lvs = (port: number, real: string): string => `virtual_server 10.77.0.100 ${port} {
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server ${real} {
    }
}
`;

describe('every lab as shipped', () => {
  test.each(readdirSync(templates))('%s shows nothing', (name) => {
    const all = ['haproxy', 'keepalived'].flatMap((folder) =>
      readdirSync(join(templates, name, folder)).map((file) => join(templates, name, folder, file)),
    );
    const engine = new Engine({ files: disk });
    engine.configure(defaultSettings, [URI.file(join(templates, name))]);
    for (const file of all) engine.open(URI.file(file).toString(), languageOfPath(file)!, readFileSync(file, 'utf8'));
    expect(all.flatMap((file) => engine.diagnose(URI.file(file).toString()))).toEqual([]);
  });
});

describe('a lab as a whole', () => {
  test.each([
    [
      'a bind on the virtual address is fine where the kernel lets it',
      { [proxy]: replace('bind \\*:8080', 'bind 10.77.0.100:8080') },
      [],
    ],
    [
      'and is not where it does not',
      {
        [proxy]: replace('bind \\*:8080', 'bind 10.77.0.100:8080'),
        [compose]: replace('net.ipv4.ip_nonlocal_bind: "1"', 'net.ipv4.ip_forward: "1"'),
      },
      ['haproxy.cfg bind-virtual-address warning'],
    ],
    [
      'the virtual address is served by none of the binds',
      elsewhere,
      ['master', 'backup'].map((node) => `keepalived-${node}.conf unserved-virtual-address info`),
    ],
    [
      'a check of a port that nobody opens',
      { [master]: replace('/usr/bin/pgrep --exact haproxy', '/usr/bin/curl -fs http://127.0.0.1:8081/healthz') },
      ['keepalived-master.conf check-misses-haproxy info'],
    ],
    [
      'a check of one that is open',
      { [master]: replace('/usr/bin/pgrep --exact haproxy', '/usr/bin/curl -fs http://127.0.0.1:8080/healthz') },
      [],
    ],
    [
      'a check of the port that a scheme stands for',
      { [master]: replace('/usr/bin/pgrep --exact haproxy', '/usr/bin/curl -fsk https://localhost/healthz') },
      ['keepalived-master.conf check-misses-haproxy info'],
    ],
    [
      'a check of a URL elsewhere',
      { [master]: replace('/usr/bin/pgrep --exact haproxy', '/usr/bin/curl -fs http://localhost.example/healthz') },
      [],
    ],
    [
      'a check of a process with a slip in its name',
      { [master]: replace('/usr/bin/pgrep --exact haproxy', '/usr/bin/pgrep --exact haprxy') },
      ['keepalived-master.conf check-misses-haproxy warning'],
    ],
    [
      'a check of a socket that HAProxy does not open',
      { [master]: replace('"/usr/bin/pgrep --exact haproxy"', '"/bin/sh -c \'socat - UNIX:/run/haproxy.sock\'"') },
      ['keepalived-master.conf check-misses-haproxy warning'],
    ],
    [
      'containers that may not set addresses',
      { [compose]: replace('cap_add: \\[NET_ADMIN, NET_RAW\\]', 'cap_add: [NET_RAW]') },
      ['keepalived-master.conf compose-net-admin warning', 'keepalived-backup.conf compose-net-admin warning'],
    ],
    [
      'a subnet that does not hold the address',
      { [compose]: replace('10\\.77\\.0\\.0/24', '10.78.0.0/24') },
      ['keepalived-master.conf compose-address warning', 'keepalived-backup.conf compose-address warning'],
    ],
    [
      'an address that a container has',
      { [compose]: replace('10\\.77\\.0\\.31', '10.77.0.100') },
      ['keepalived-master.conf compose-address warning', 'keepalived-backup.conf compose-address warning'],
    ],
    [
      'an address that Docker may give away',
      {
        [compose]: (text: string) =>
          text.replace('lab: { ipv4_address: 10.77.0.31 }', 'lab: {}').replace(/\n *aux_addresses.*/, ''),
      },
      ['keepalived-master.conf compose-address info', 'keepalived-backup.conf compose-address info'],
    ],
    ['a server named as its service', { [proxy]: replace('10.77.0.11:80', 'myweb1:80') }, []],
    [
      'a server named as none',
      { [proxy]: replace('10.77.0.11:80', 'myweb9:80') },
      ['haproxy.cfg compose-server-name hint'],
    ],
    [
      'a server on a port that its service does not list',
      { [proxy]: replace('10.77.0.11:80', 'myweb1:8080') },
      ['haproxy.cfg compose-server-port hint'],
    ],
    ...(
      ['["8080:8080"]', '[{ target: 8080 }]', '["127.0.0.1::8000-8090/tcp"]', '["8080/udp"]', '["$PORT"]'] as const
    ).map((ports): [string, Parameters<typeof found>[0], string[]] => [
      `a server on a port that may be among ${ports}`,
      {
        [proxy]: replace('10.77.0.11:80', 'myweb1:8080'),
        [compose]: (text) => text.replace(/ports:\n.*18080:80\n.*\n/, `ports: ${ports}\n`),
      },
      [],
    ]),
    ['LVS takes what HAProxy binds', { [master]: (text: string) => text + lvs(8080, '10.77.0.11 8081') }, TAKEN],
    [
      'also where LVS and HAProxy have the same servers on the same port',
      {
        [master]: (text: string) => text + lvs(8080, '10.77.0.11 8080'),
      },
      TAKEN,
    ],
    ['LVS may balance HAProxies', { [master]: (text: string) => text + lvs(8080, '10.77.0.22 8080') }, []],
    ['LVS on a port of its own', { [master]: (text: string) => text + lvs(8081, '10.77.0.11 80') }, []],
    ['LVS takes UDP only', { [master]: (text: string) => text + lvs(8080, '10.77.0.11 80').replace('TCP', 'UDP') }, []],
    [
      'an instance that watches nothing',
      { [master]: (text: string) => text.replace(/ *track_script \{[^}]*\}\n/, '') },
      ['keepalived-master.conf untracked-haproxy info'],
    ],
  ])('%s', (_name, changes, expected) => {
    expect(found(changes)).toEqual(expected);
  });
});

describe('which files run together', () => {
  test.each([
    ['/a/haproxy/haproxy.cfg', ['/a/keepalived/keepalived-master.conf', '/a/keepalived/keepalived-backup.conf']],
    ['/b/lb1/haproxy.cfg', ['/b/lb1/keepalived.conf']],
    ['/c/haproxy.cfg', []],
  ])('%s', (file, expected) => {
    const all = [
      '/a/keepalived/keepalived-master.conf',
      '/a/keepalived/keepalived-backup.conf',
      '/b/lb1/keepalived.conf',
      '/b/lb2/keepalived.conf',
      ...Array.from({ length: 9 }, (_one, i) => `/c/keepalived${i}.conf`),
    ];
    expect(besides(file, all)).toEqual(expected);
  });
});
