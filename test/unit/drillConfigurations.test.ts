// What a report keeps of the configurations that ran.
import { expect, it } from 'vitest';
import { configurationsOf, withoutSecrets } from '../../client/src/lab/drills/configurations';
import { plan } from './viewStates';

const uri = (path: string) => `file://${plan.folder}/${path}`;

it('keeps each file once, and one that differs between nodes once per node', () => {
  const haproxy = (text: string) => ({ uri: uri('haproxy/haproxy.cfg'), text });
  const keepalived = (name: string) => ({ uri: uri(`keepalived/${name}.conf`), text: name });
  const [one, two] = [
    { name: 'mylb1', address: '', keepalived: keepalived('master'), haproxy: haproxy('a\nb') },
    { name: 'mylb2', address: '', keepalived: keepalived('backup'), haproxy: haproxy('a\nb') },
  ];
  const names = (nodes: Parameters<typeof configurationsOf>[1]) =>
    configurationsOf(plan, nodes).map(({ file }) => file);
  expect(names([one, two, { name: 'myweb1', address: '' }])).toEqual([
    'keepalived/master.conf',
    'haproxy/haproxy.cfg',
    'keepalived/backup.conf',
  ]);
  expect(configurationsOf(plan, [one])[1]?.lines).toEqual(['a', 'b']);
  expect(names([one, { ...two, haproxy: haproxy('c') }])).toEqual([
    'keepalived/master.conf',
    'haproxy/haproxy.cfg on mylb1',
    'keepalived/backup.conf',
    'haproxy/haproxy.cfg on mylb2',
  ]);
});

it.each([
  ['    auth_pass s3cret', '    auth_pass ********'],
  ['user admin insecure-password s3cret groups admins', 'user admin insecure-password ******** groups admins'],
  ['user a password $5$abc', 'user a password ********'],
  ['stats auth admin:s3cret', 'stats auth ********'],
  ['auth_pass "two words" # s', 'auth_pass ******** # s'],
  ['auth_type PASS', 'auth_type PASS'],
])('tells no password: %s', (line, kept) => {
  expect(withoutSecrets(line)).toBe(kept);
});
