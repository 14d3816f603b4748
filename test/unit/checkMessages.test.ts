import { describe, expect, it } from 'vitest';
import { programMessages } from '../../client/src/lab/check/messages';

// What the programs printed, word for word.
const haproxy26 = `[NOTICE]   (1) : haproxy version is 2.6.12-1+deb12u4
[NOTICE]   (1) : path to executable is /usr/sbin/haproxy
[ALERT]    (1) : config : parsing [/etc/haproxy/haproxy.cfg:2] : unknown keyword 'foo' in 'global' section
[WARNING]  (1) : config : missing timeouts for frontend 'x'.
   | While not properly invalid, you will certainly encounter various problems
   | with such a configuration.
[ALERT]    (1) : config : parsing [/etc/haproxy/haproxy.cfg:13] : 'bind :443' in section 'frontend' : unable to stat SSL certificate from file '/nope.pem' : No such file or directory.
[ALERT]    (1) : config : Error(s) found in configuration file : /etc/haproxy/haproxy.cfg
[ALERT]    (1) : config : Fatal errors found in configuration.
`;

describe("HAProxy's messages", () => {
  it('give line, words and level; notices and summaries are left out', () => {
    expect(programMessages('haproxy', haproxy26, 1)).toEqual([
      {
        severity: 'error',
        file: '/etc/haproxy/haproxy.cfg',
        line: 2,
        text: "unknown keyword 'foo' in 'global' section",
        aboutPlace: false,
      },
      {
        severity: 'warning',
        file: undefined,
        line: undefined,
        text: "missing timeouts for frontend 'x'.\nWhile not properly invalid, you will certainly encounter various problems\nwith such a configuration.",
        aboutPlace: false,
      },
      {
        severity: 'error',
        file: '/etc/haproxy/haproxy.cfg',
        line: 13,
        text: "'bind :443' in section 'frontend' : unable to stat SSL certificate from file '/nope.pem' : No such file or directory.",
        aboutPlace: true,
      },
    ]);
  });

  it.each([
    ['2.4', "[ALERT]    (7) : parsing [a.cfg:3] : unknown keyword 'x'.", 'a.cfg', 3, "unknown keyword 'x'."],
    [
      '2.4 with a date',
      "[ALERT] 323/103350 (7) : parsing [a.cfg:3] : unknown keyword 'x'.",
      'a.cfg',
      3,
      "unknown keyword 'x'.",
    ],
    [
      'a path with a blank',
      "[ALERT]    (7) : config : parsing [/a b.cfg:12] : unknown keyword 'x'.",
      '/a b.cfg',
      12,
      "unknown keyword 'x'.",
    ],
    [
      'an address in brackets',
      '[ALERT]    (7) : config : cannot bind [fe80::1]',
      undefined,
      undefined,
      'cannot bind [fe80::1]',
    ],
    [
      'of servers',
      "[ALERT]    (7) : config : [/a.cfg:12] : 'server be1/srv' : unknown keyword 'curves'.",
      '/a.cfg',
      12,
      "'server be1/srv' : unknown keyword 'curves'.",
    ],
    [
      'with a capital',
      '[ALERT]    (7) : config : Parsing [/a.cfg:63]: failed to parse log-format : not usable here.',
      '/a.cfg',
      63,
      'failed to parse log-format : not usable here.',
    ],
    [
      'declared elsewhere',
      "[WARNING]  (7) : config : Proxy 'be1': L6 sample fetches ignored on HTTP proxies (declared at /a.cfg:13).",
      '/a.cfg',
      13,
      "Proxy 'be1': L6 sample fetches ignored on HTTP proxies (declared at /a.cfg:13).",
    ],
  ])('are found in the form of %s', (_form, output, file, line, text) => {
    expect(programMessages('haproxy', output, 1)).toMatchObject([{ file, line, text }]);
  });

  it('are told apart where a line end is missing', () => {
    const output =
      "[ALERT]    (9) : config : [/a.cfg:18] : 'server b/h' : no QUIC server 'h'[ALERT]    (9) : config : [/a.cfg:19] : 'server b/i' : bad";
    expect(programMessages('haproxy', output, 1).map(({ line }) => line)).toEqual([18, 19]);
  });

  it('without any form are told whole', () => {
    expect(programMessages('haproxy', 'Segmentation fault\n', 139)).toMatchObject([
      { severity: 'error', text: 'Segmentation fault' },
    ]);
  });
});

describe("keepalived's messages", () => {
  const output = `(Line 2) Unknown keyword 'foo'
(/etc/keepalived/keepalived.conf: Line 9) WARNING - interface eth9 for vrrp_instance VI_1 doesn't exist
Thu Nov 20 10:33:50 2026: (/etc/keepalived/keepalived.conf: Line 10) number '999' outside range [1, 255]
Non-existent interface specified in configuration
`;
  it('give line and words, with or without file and time', () => {
    expect(programMessages('keepalived', output, 5)).toEqual([
      { severity: 'error', file: undefined, line: 2, text: "Unknown keyword 'foo'", aboutPlace: false },
      {
        severity: 'warning',
        file: '/etc/keepalived/keepalived.conf',
        line: 9,
        text: "WARNING - interface eth9 for vrrp_instance VI_1 doesn't exist",
        aboutPlace: true,
      },
      {
        severity: 'error',
        file: '/etc/keepalived/keepalived.conf',
        line: 10,
        text: "number '999' outside range [1, 255]",
        aboutPlace: false,
      },
      {
        severity: 'error',
        file: undefined,
        line: undefined,
        text: 'Non-existent interface specified in configuration',
        aboutPlace: true,
      },
    ]);
  });

  it('are warnings where the file was accepted', () => {
    expect(programMessages('keepalived', '(VI_1) No VIP specified; at least one is sensible', 0)).toMatchObject([
      { severity: 'warning' },
    ]);
  });
});
