import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { URI } from 'vscode-uri';
import { selfSigned } from '../../client/src/lab/certificate';
import { disk } from '../../server/src/disk';
import { Engine } from '../../server/src/engine';
import { defaultSettings } from '../../server/src/settings';

let root = '';

/** A certificate with its key, valid from this day on, 90 days with it. */
function pem(day: string, name = 'www.example.com'): string {
  const { certificate, key } = selfSigned(name, [name], 89, new Date(Date.parse(day) + 86_400_000));
  return certificate + key;
}

const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString();
const today = new Date().toISOString();
const [old, good] = [pem('2024-01-01'), pem(today)];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'haconf-certificates-'));
  const files: Record<string, string> = {
    'lb/certs/old.pem': old,
    'lb/certs/good.pem': good,
    'lb/certs/early.pem': pem(tomorrow),
    'lb/certs/chain.pem': good + old,
    'lb/certs/two.pem.rsa': good,
    'lb/certs/text.pem': 'nothing\n',
    'lb/certs/broken.pem': good.replace(/M/g, 'x'),
    'lb/all/.hidden': old,
    'lb/all/a.pem': good,
    'lb/all/a.pem.key': old,
    'lb/all/b.pem': old,
    'lb/list.txt': '# comment\n\ngood.pem [alpn h2] www.example.com\nold.pem\n',
    'lb/lost.txt': 'certs/good.pem\ncerts/gone.pem\n@store/name\n"certs/quoted.pem"\n',
    'lb/cas/old.pem': pem('2023-01-01') + old,
    'lb/cas/mixed.pem': old + good,
    'shared/old.pem': old,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

const rules = /^(?:expired|missing)-certificate$/;

/** What is said of certificates, as `rule severity message`. */
function told(global: string, lines: string, version = '3.2'): string[] {
  const engine = new Engine({ files: disk });
  engine.configure(defaultSettings, [URI.file(root)]);
  const uri = URI.file(join(root, 'lb', 'haproxy.cfg')).toString();
  engine.open(
    uri,
    'haproxy',
    `global\n    ${global.replaceAll('ROOT', root)}\n${lines.replaceAll('ROOT', root)}`,
    version,
  );
  return engine
    .diagnose(uri)
    .filter(({ rule }) => rules.test(rule))
    .map(({ rule, severity, message }) => `${rule.split('-')[0]!} ${severity} ${message}`);
}

const bound = (crt: string): string => `frontend f\n    bind :8443 ssl ${crt}\n`;
const EXPIRED = /^expired warning The certificate of "www\.example\.com" has expired on 2024-03-31: /;

describe('a certificate that has expired', () => {
  test.each([
    ['beside the configuration', '', bound('crt certs/old.pem')],
    ['below the folder of the workspace', '', bound('crt shared/old.pem')],
    ['by its whole path', '', bound('crt ROOT/shared/old.pem')],
    ['with crt-base', 'crt-base ROOT/lb/certs', bound('crt old.pem')],
    ['with a relative crt-base', 'crt-base certs/', bound('crt old.pem')],
    ['from the folder of the configuration', 'default-path config', bound('crt certs/old.pem')],
    ['from the folder above', 'default-path parent', bound('crt shared/old.pem')],
    ['from a folder that is named', 'default-path origin ROOT/shared', bound('crt old.pem')],
    ['of a server', '', 'backend b\n    server s 192.0.2.1:443 ssl verify none crt certs/old.pem\n'],
    ['of servers by default', '', 'backend b\n    default-server ssl verify none crt certs/old.pem\n'],
    ['in a store', '', 'crt-store\n    load crt certs/old.pem\n'],
    ['with the base of a store', 'crt-base /nowhere', 'crt-store\n    crt-base ROOT/lb/certs\n    load crt old.pem\n'],
    ['for a name of a frontend', '', 'frontend f\n    bind :8443 ssl\n    ssl-f-use crt certs/old.pem\n'],
  ])('%s', (_name, global, lines) => {
    expect(told(global, lines)).toEqual([expect.stringMatching(EXPIRED)]);
  });

  test.each([
    ['one that counts', bound('crt certs/good.pem')],
    ['only the first one is shown', bound('crt certs/chain.pem')],
    ['a file that holds none', bound('crt certs/text.pem')],
    ['one that cannot be read', bound('crt certs/broken.pem')],
    ['by a variable', bound('crt "${FOLDER}/old.pem"')],
    ['one in a store, by its name', bound('crt @web/old')],
    ['the authorities of the system', bound('crt certs/good.pem ca-file @system-ca')],
    ['one authority counts', bound('crt certs/good.pem ca-file cas/mixed.pem')],
    ['in a branch', `frontend f\n    .if defined(X)\n    bind :8443 ssl crt certs/old.pem\n    .endif\n`],
    ['from another folder', `frontend f\n    bind :8443 ssl crt ../../old.pem\n`],
  ])('not told: %s', (_name, lines) => {
    expect(told('', lines)).toEqual([]);
  });

  test.each([
    ['in a folder', '', 'crt all', /^expired warning b\.pem in this folder: The certificate of/],
    ['in a list', 'crt-base certs', 'crt-list list.txt', /^expired warning old\.pem, on line 4 of the list: The cert/],
    [
      'all authorities',
      'ca-base cas',
      'crt certs/good.pem ca-file old.pem',
      /^expired warning All 2 authorities in this file have expired, on 2024-03-31: no certificate that they signed/,
    ],
    ['too early', '', 'crt certs/early.pem', /^expired warning The certificate of .* counts from \d{4}-\d\d-\d\d on: /],
  ])('%s', (_name, global, parameters, message) => {
    expect(told(global, bound(parameters))).toEqual([expect.stringMatching(message)]);
  });

  test('is told no more once it was renewed', () => {
    const engine = new Engine({ files: disk });
    engine.configure(defaultSettings, [URI.file(root)]);
    const file = join(root, 'lb', 'renewed.pem');
    writeFileSync(file, old);
    const uri = URI.file(join(root, 'lb', 'haproxy.cfg')).toString();
    engine.open(uri, 'haproxy', bound('crt ./renewed.pem'));
    const count = (): number => engine.diagnose(uri).filter(({ rule }) => rule === 'expired-certificate').length;
    const before = engine.resultId(uri);
    expect(count()).toBe(1);
    writeFileSync(file, good);
    engine.filesChanged([URI.file(file).toString()]);
    expect(count()).toBe(0);
    expect(engine.resultId(uri)).not.toBe(before);
  });
});

describe('a certificate that is not there', () => {
  const message =
    /^missing info The folder "certs" holds no "goood\.pem"\. It holds "good\.pem"\. HAProxy does not start/;

  test.each([
    ['in a folder beside the configuration', '', bound('crt certs/goood.pem')],
    ['by its whole path', '', bound('crt ROOT/lb/certs/goood.pem')],
    ['with crt-base', 'crt-base ROOT/lb/certs', bound('crt goood.pem')],
    ['with default-path', 'default-path config', bound('crt certs/goood.pem')],
    ['an authority', 'ca-base certs', bound('crt certs/good.pem ca-file goood.pem')],
    ['of a server', '', 'backend b\n    server s 192.0.2.1:443 ssl verify none crt certs/goood.pem\n'],
    ['in a store', '', 'crt-store\n    load crt certs/goood.pem\n'],
  ])('%s', (_name, global, lines) => {
    expect(told(global, lines)).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    ['without a folder, nobody knows where HAProxy is started', '', bound('crt goood.pem')],
    ['the same by another spelling', '', bound('crt ./goood.pem')],
    ['in a folder that is elsewhere', '', bound('crt /etc/haproxy/certs/goood.pem')],
    ['in a folder that is not there', '', bound('crt tls/goood.pem')],
    ['one for each kind of key', '', bound('crt certs/two.pem')],
    ['of a server without TLS', '', 'backend b\n    server s 192.0.2.1:443 crt certs/goood.pem\n'],
    ['a base in a branch', '.if defined(X)\n    crt-base certs\n    .endif', bound('crt certs/goood.pem')],
    ['a base by a variable', 'crt-base "${CERTS}"', bound('crt certs/goood.pem')],
    ['certificates that HAProxy makes', '', `crt-store\n    load crt certs/goood.pem generate-dummy on\n`],
  ])('not told: %s', (_name, global, lines) => {
    expect(told(global, lines, '3.4')).toEqual([]);
  });

  test('in a file without global and defaults sections the bases may stand elsewhere', () => {
    const engine = new Engine({ files: disk });
    engine.configure(defaultSettings, [URI.file(root)]);
    const uri = URI.file(join(root, 'lb', 'haproxy.cfg')).toString();
    engine.open(uri, 'haproxy', bound('crt certs/goood.pem'));
    expect(engine.diagnose(uri).map(({ rule }) => rule)).not.toContain('missing-certificate');
  });

  test('in a list', () => {
    expect(told('', bound('crt-list lost.txt'))).toEqual([
      expect.stringMatching(/^missing info Line 2 of the list names certs\/gone\.pem, which is not there\./),
    ]);
  });

  test('the name that is meant is put in its place', () => {
    const engine = new Engine({ files: disk });
    engine.configure(defaultSettings, [URI.file(root)]);
    const uri = URI.file(join(root, 'lb', 'haproxy.cfg')).toString();
    engine.open(uri, 'haproxy', `global\n${bound('crt certs/goood.pem')}`);
    const fixes = engine.diagnose(uri).flatMap(({ fixes = [] }) => fixes.flatMap(({ edits }) => edits));
    expect(fixes.map(({ text, range }) => `${range.start.line} ${text}`)).toContain('2 certs/good.pem');
  });
});

test('what is no file is not read: it may never end', () => {
  expect(disk.certificates!(URI.file('/dev/zero').toString())).toEqual([]);
});
