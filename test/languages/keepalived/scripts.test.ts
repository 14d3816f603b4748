import { describe, expect, test } from 'vitest';
import { keepalived } from '../../../server/src/languages/keepalived';
import { diagnosed } from '../../support/diagnosing';

const rules = (text: string): string[] =>
  diagnosed(keepalived, text)
    .map(({ rule, severity }) => `${severity}[${rule}]`)
    .filter((one) => one.includes('script-'));

const globals = 'global_defs {\n    script_user root\n}\n';
const check = (line: string, more = ''): string => `vrrp_script chk {\n    script ${line}\n${more}}\n`;
const server = (line: string): string => `virtual_server 192.0.2.10 80 {
    lb_algo rr
    lb_kind DR
    protocol TCP
    real_server 192.0.2.21 80 {
        MISC_CHECK {
            misc_path ${line}
        }
    }
}
`;

describe('the path of a script', () => {
  test.each(['pidof', '"pidof haproxy"', 'killall -0 haproxy', '"./check.sh"', 'bin/check.sh'])(
    '%s is looked for',
    (line) => {
      expect(rules(globals + check(line))).toEqual(['hint[script-path]']);
      expect(rules(globals + server(line))).toEqual(['hint[script-path]']);
    },
  );

  test.each([
    '/usr/bin/pidof',
    '"/usr/bin/pidof haproxy"',
    '" /bin/true"',
    '$CHECK',
    '"${DIR}/check.sh"',
    '"</dev/tcp/127.0.0.1/80"',
    `"'/opt/a b' c"`,
  ])('%s is fine, or not known', (line) => {
    expect(rules(globals + check(line))).toEqual([]);
  });
});

describe('the user of scripts', () => {
  const notify = (line: string): string =>
    `vrrp_sync_group G {\n    group {\n        A\n        B\n    }\n    notify ${line}\n}\n`;

  test('is asked for once, where the first has none', () => {
    expect(rules(check('/bin/true') + notify('/bin/true') + server('/bin/true'))).toEqual(['hint[script-user]']);
    expect(rules(check('/bin/true', '    user nobody\n') + notify('/bin/true nobody'))).toEqual([]);
    expect(rules(notify('/bin/true nobody') + server('/bin/true'))).toEqual(['hint[script-user]']);
  });

  test.each([
    ['one is given for all, wherever that stands', check('/bin/true') + globals],
    ['one is given on some nodes', `global_defs {\n    @lb1 script_user root\n}\n${check('/bin/true')}`],
    ['a parameter stands where it might be given', `global_defs {\n    $MORE\n}\n${check('/bin/true')}`],
    ['a parameter stands where that of the script might be', check('/bin/true', '    $MORE\n')],
    ['a file may give it', `include /nowhere/*.conf\n${check('/bin/true', '    include more.conf\n')}`],
  ])('is not asked for where %s', (_name, text) => {
    expect(rules(text)).toEqual([]);
  });
});
