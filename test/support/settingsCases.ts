/** A configuration, and the versions in which HAProxy refuses it: none of `ASKED`, or some of them. */
export interface SettingsCase {
  readonly text: string;
  readonly refusedBy: readonly string[];
  /** Which rule says so. */
  readonly rule: string;
}

/** Versions for which the cases say what happens. */
export const ASKED = ['2.6', '3.0', '3.2'] as const;

const DEFAULTS = 'defaults\n    mode http\n    timeout client 5s\n    timeout connect 5s\n    timeout server 5s\n';
const later = ['3.0', '3.2'];

/** Sections are divided by `;`, their lines by `|`. */
function section(text: string): string {
  return `${text.trim().split('|').join('\n   ')}\n`;
}

/** A configuration of sections divided by `;`, after defaults if it brings none. */
export function configuration(text: string): string {
  const sections = text.split(';').map(section).join('');
  return text.includes('defaults') ? sections : DEFAULTS + sections;
}

function given(rule: string, refusedBy: readonly string[], ...texts: readonly string[]): SettingsCase[] {
  return texts.map((text) => ({ text: configuration(text), refusedBy, rule }));
}

const threaded = (lines: string): string => `global| ${lines}; defaults| mode http`;
const bind = (parameters: string): string => `frontend f| bind :18443 ${parameters}`;
const limited = (filter: string, table: string): string =>
  `frontend f| bind :18080| filter ${filter} key src limit 10k${table}`;
const hashed = (words: string): string => `backend b| balance hdr(x)| hash-type ${words}`;
const checked = (lines: string): string => `backend b| ${lines}| server c 192.0.2.3 check`;
const [stored, wrong] = [
  'stick-table type ip size 1k store bytes_out_rate(1s)',
  'stick-table type ip size 1k store gpc0',
];

export const settingsCases: readonly SettingsCase[] = [
  ...given(
    'threads-too-late',
    later,
    'global| daemon; defaults| mode http; global| nbthread 2',
    'global| daemon; defaults| mode http; global| thread-groups 1',
    'userlist u; global| nbthread 2; defaults| mode http',
  ),
  ...given('threads-too-late', [], 'global| daemon; global| nbthread 2| thread-groups 1; defaults| mode http'),
  ...given(
    'thread-groups',
    ASKED,
    ...['nbthread 3| thread-groups 7', 'nbthread 4| thread-groups 3| thread-group 1 1-3'].map(threaded),
    ...['nbthread 4| thread-groups 4| thread-group 1 1-2', 'nbthread 9| thread-groups 2| nbthread 1'].map(threaded),
    'global| nbthread 4; global| thread-groups 5; defaults| mode http',
    threaded('nbthread 4| thread-groups 2| thread-group 1 1-2| thread-group 2 3'),
  ),
  ...given('thread-groups', ASKED, ...['nbthread 4| thread-group 1 1-2', 'nbthread 4| thread-group 1 5'].map(threaded)),
  ...given('thread-groups', ['2.6', '3.0'], ...['nbthread 65', 'nbthread 200| thread-groups 3'].map(threaded)),
  ...given(
    'thread-groups',
    [],
    ...['nbthread 4| thread-group 1 1-4', 'nbthread 4| thread-group 1', 'nbthread 1| thread-groups 1'].map(threaded),
  ),
  ...given('invalid-value', ASKED, ...['nbthread 1025', 'thread-groups 33'].map(threaded)),
  ...given('invalid-value', ['2.6', '3.0'], threaded('nbthread 257| thread-groups 5')),
  ...given('unknown-keyword', ASKED, 'global| tune.chksize 16384'),
  ...given('unknown-keyword', later, 'global| stats bind-process 1'),
  ...given(
    'unknown-keyword',
    ASKED,
    ...['httplog', 'forwardfor', 'tcpka'].map((name) => `listen l| no option ${name}`),
  ),
  ...given(
    'ring-size',
    ['2.6'],
    ...['size 64k', 'size 1000', 'size 20000| size 18000'].map((size) => `ring r| ${size}`),
  ),
  ...given('ring-size', [], ...['size 20000', 'maxlen 2000| size 16384| size 20000'].map((size) => `ring r| ${size}`)),
  ...given('repeated-setting', ASKED, 'global| crt-base /a| crt-base /b'),
  ...given('unknown-parameter', later, bind('process 1'), 'global| stats socket /tmp/x.sock process 1'),
  ...given('unknown-parameter', [], bind('thread 1')),
  ...given(
    'invalid-value',
    ASKED,
    ...['consistent foo', 'consistent sdbm foo', 'map-based crc32 none', 'consistent avalanche'].map(hashed),
    'frontend f| bind :18080; backend b| hash-type foo',
  ),
  ...given('invalid-value', ['2.6'], hashed('consistent none')),
  ...given('unexpected-argument', [], ...['consistent', 'map-based wt6', 'consistent sdbm avalanche foo'].map(hashed)),
  ...given('invalid-value', ASKED, 'global| cpu-policy performanc'),
  ...given('unexpected-argument', ASKED, 'global| cpu-policy none more'),
  ...given('invalid-value', ['2.6', '3.0'], 'global| cpu-policy performance'),
  ...given('invalid-value', ASKED, 'global| setcap none', 'global| setcap cap_net_raw,cap_sys_time'),
  ...given('invalid-value', ['2.6'], 'global| setcap cap_net_raw,cap_net_bind_service'),
  ...given('missing-argument', ASKED, 'global| ssl-default-bind-options', 'global| ssl-default-server-options'),
  ...given('missing-argument', [], 'global| ssl-default-bind-options ssl-min-ver TLSv1.2'),
  ...given('invalid-value', ASKED, bind('quic-cc-algo foo'), bind('quic-cc-algo newreno(9k)')),
  ...given('invalid-value', ASKED, bind('quic-cc-algo cubic(5g)')),
  ...given('invalid-value', ['2.6'], bind('quic-cc-algo cubic(10m)'), bind('quic-cc-algo newreno')),
  ...given('invalid-value', ['2.6', '3.0'], bind('quic-cc-algo bbr')),
  ...given('experimental-keyword', ASKED, bind('quic-cc-algo nocc')),
  ...given('invalid-name', ASKED, 'mailers m| mailer a/b 127.0.0.1:25', 'peers p| peer a/b 127.0.0.1:1'),
  ...given('invalid-name', [], 'peers p| bind :18024| server a/b', 'peers p| server a/b'),
  ...given(
    'invalid-name',
    [],
    'global| localpeer c; defaults| mode http; peers p| bind :18024| server c ssl verify none',
  ),
  ...given('invalid-value', later, 'peers p| peer a 127.0.0.1'),
  ...given('unknown-parameter', ASKED, 'global| cpu-set foo', 'global| cpu-set reset foo'),
  ...given('missing-argument', ASKED, 'global| cpu-set drop-node'),
  ...given('missing-argument', ['2.6', '3.0'], 'global| cpu-set drop-node 1 only-cpu 0-3', 'global| cpu-set reset'),
  ...given(
    'check-without-port',
    ASKED,
    ...['tcp-check connect port 443', 'option httpchk| http-check connect port 443'].map(checked),
    ...['redis-check', 'smtpchk', 'httpchk'].map((name) => checked(`option ${name}| tcp-check connect port 443`)),
    checked('option tcp-check| tcp-check connect port 80| tcp-check connect'),
  ),
  ...given(
    'check-without-port',
    [],
    checked('option tcp-check| tcp-check connect port 80'),
    `defaults| option tcp-check| timeout connect 5s| timeout server 5s; ${checked('tcp-check connect port 80')}`,
    `defaults| option tcp-check| tcp-check connect port 80; ${checked('retries 3')}`,
  ),
  ...given('invalid-value', [], 'backend b| default-server id 0| server s 127.0.0.1:80'),
  ...given(
    'invalid-value',
    ASKED,
    'backend b| server s 127.0.0.1:80 id 0',
    'frontend f| bind 127.0.0.1.:18080',
    'frontend f| bind 127.0.0.:18080',
  ),
  ...given(
    'conflicting-lines',
    ASKED,
    'peers p| bind :18024| peer a 127.0.0.1:1',
    'peers p| peer a 127.0.0.1:1| bind :18024',
    'peers p| bind :18024| bind :18025| server a 127.0.0.1:1',
    `backend b| ${stored}| ${wrong}`,
  ),
  ...given(
    'conflicting-lines',
    ASKED,
    'resolvers r| nameserver a 192.0.2.1:53| nameserver a 192.0.2.2:53',
    'frontend f| bind :18080| filter compression| filter compression',
  ),
  ...given(
    'conflicting-lines',
    [],
    'peers p| bind :18024| server a 127.0.0.1:1',
    'resolvers r| nameserver a 192.0.2.1:53; resolvers s| nameserver a 192.0.2.1:53| nameserver b 192.0.2.1:53',
    'frontend f| bind :18080| filter compression| filter trace| filter trace',
  ),
  ...given(
    'duplicate-id',
    ASKED,
    'backend b| id 5; backend c| id 05',
    'backend b| id 5| id 5',
    'frontend f| bind :18080| id 5; listen l| bind :18081| id 5',
    'backend b| server a 127.0.0.1:1 id 7| server c 127.0.0.1:2 check id 7',
    'frontend f| bind :18080 id 3| bind :18081 name x id 3',
  ),
  ...given(
    'duplicate-id',
    [],
    'backend b| id 5| server a 127.0.0.1:1 id 5; backend c| id 6| server a 127.0.0.1:1 id 5',
    'frontend f| bind :18080 id 3; frontend g| bind :18081 id 3',
    'listen l| bind :18080 id 3| server a 127.0.0.1:1 id 3| server b 127.0.0.1:2 cookie id id 4',
  ),
  ...given(
    'bandwidth-table',
    ASKED,
    `${limited('bwlim-out lim', ' table t')}; backend t| ${wrong}`,
    `${limited('bwlim-in lim', ' table t')}; backend t| ${stored}`,
    `${limited('bwlim-out lim', '')}| ${wrong}`,
    `${limited('bwlim-out lim', ' table p/t')}; peers p| peer a 127.0.0.1:1| table t type ip size 1k store gpc0`,
  ),
  ...given(
    'bandwidth-table',
    ['2.6'],
    `${limited('bwlim-out lim', ' table t')}; backend t| ${stored}`,
    `${limited('bwlim-out lim', '')}| ${stored}`,
    `${limited('bwlim-out lim', ' table t')}| disabled; backend t| ${wrong}`,
  ),
];
