import { describe, expect, test } from 'vitest';
import { keepalived } from '../../server/src/languages/keepalived';
import { diagnosed } from '../support/diagnosing';
import { programs } from '../support/keepalivedProgram';

const ROUTES = `
192.0.2.0/24
192.0.2.0/
192.0.2.0/33
192.0.2.0/255.255.255.0
192.0.2.0/24,
192.0.2
10/8
default
default6
any
all
2001:db8::/32
fe80::1
to 192.0.2.0/24
to default
to unicast 192.0.2.0/24
unicast 192.0.2.0/24
blackhole 192.0.2.0/24
unreachable 192.0.2.0/24 metric 10
"192.0.2.0/24"
192.0.2.0/24 via 198.51.100.1
192.0.2.0/24 via inet 198.51.100.1
192.0.2.0/24 via 198.51.100.1/24
192.0.2.0/24 via 198.51.100.256
192.0.2.0/24 via 2001:db8::1
192.0.2.0/24 via lo
192.0.2.0/24 gw 198.51.100.1
192.0.2.0/24 gateway 198.51.100.1
192.0.2.0/24 src 198.51.100.1
src 198.51.100.1 to 192.0.2.0/24
src 198.51.100.0/24 to 192.0.2.0/24
src lo to 192.0.2.0/24
2001:db8::/32 from 2001:db8::1
2001:db8::/32 from 2001:db8::/64
192.0.2.0/24 metric 10
192.0.2.0/24 metric +10
192.0.2.0/24 metric 10x
192.0.2.0/24 metric -1
192.0.2.0/24 preference 4294967295
192.0.2.0/24 priority 4294967296
192.0.2.0/24 metrics 10
192.0.2.0/24 mtu 1400
192.0.2.0/24 mtu lock 1400
192.0.2.0/24 mtu 0x1400
192.0.2.0/24 advmss lock 1400
192.0.2.0/24 hoplimit 255
192.0.2.0/24 hoplimit 256
192.0.2.0/24 initcwnd 10 initrwnd 20
192.0.2.0/24 quickack 1
192.0.2.0/24 quickack 2
192.0.2.0/24 scope link
192.0.2.0/24 scope nowhere
192.0.2.0/24 table 100
192.0.2.0/24 onlink
192.0.2.0/24 onlink;
192.0.2.0/24 proto 18
192.0.2.0/24 protocol 18
192.0.2.0/24 realms 1/2
192.0.2.0/24 weight 1
192.0.2.0/24 device lo
192.0.2.0/24 no_track
table 100
`;

const RULES = `
from 192.0.2.0/24 table 100
from 192.0.2.0/33 table 100
from 192.0.2.256 table 100
from 10/8 table 100
from all to 192.0.2.0/24 table 100
from any lookup 100
192.0.2.0/24 table 100
to 192.0.2.0/24 table 100
to 192.0.2.0/24
from 192.0.2.0/24 to 2001:db8::/32 table 100
from 2001:db8::1 table 100
from 192.0.2.0/24 prio 9 table 100
from 192.0.2.0/24 via 198.51.100.1 table 100
from 192.0.2.0/24 blackhole
from 192.0.2.0/24 type blackhole
from 192.0.2.0/24 drop
from 192.0.2.0/24 goto 40000
from 192.0.2.0/24 nop
from 192.0.2.0/24 l3mdev
not from 192.0.2.0/24 table 100
iif lo table 100
oif lo table 100
dev lo table 100
fwmark 1 table 100
fwmark 0x1/0xff table 100
from 192.0.2.0/24 tos 0x10 table 100
from 192.0.2.0/24 dport 80-90 table 100
from 192.0.2.0/24 ip_proto tcp table 100
from 192.0.2.0/24 uidrange 1-2 table 100
from 192.0.2.0/24 suppress_prefixlength 0 table 100
from 192.0.2.0/24 sup_pl 0 table 100
from 192.0.2.0/24 table 100 no_track
`;

const linesOf = (list: string): string[] => list.trim().split('\n');
/** A route needs its interface in 2.2 to be tracked, a rule its preference in all. */
const text = [
  'static_routes {',
  ...linesOf(ROUTES).map((line) => `${line} dev lo`),
  '}',
  'static_rules {',
  ...linesOf(RULES).map((line, i) => `${line} preference ${i + 1}`),
  '}',
  '',
].join('\n');

/** One program of each version: the images of one version answer alike. */
const asked = programs().filter((one, i, all) => all.findIndex((other) => other.version === one.version) === i);

describe.each(asked.map((program) => [`${program.name} (${program.version})`, program] as const))(
  '%s',
  (_name, program) => {
    test('leaves out the routes and rules that we report, and no others', () => {
      const [verdict] = program.judge([text]);
      const ours = new Set(diagnosed(keepalived, text, program.version).map(({ range }) => range.start.line + 1));
      const named = (lines: Iterable<number>): string[] =>
        [...lines].sort((a, b) => a - b).map((line) => text.split('\n')[line - 1]!);
      expect(named(ours)).toEqual(named(verdict!.lines));
      expect(ours.size).toBeGreaterThan(30);
    });
  },
);
