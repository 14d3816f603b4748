import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundled } from '../support/bundles';

let program = '';
let folder = '';

beforeAll(async () => {
  program = await bundled('haconf');
  folder = mkdtempSync(join(tmpdir(), 'haconf-'));
  const files: Record<string, string | Buffer> = {
    'good.cfg': 'global\n    daemon\n',
    'bad.cfg': 'global\n    deamon\n',
    'crlf.cfg': 'global\r\n  daemon\r\n',
    'keepalived.conf': 'global_defs {\n    router_id a\n}\n',
    'front.cfg': 'frontend f\n    mode http\n    bind :80\n    timeout client 5s\n    default_backend b\n',
    'back.cfg': 'backend b\n    mode http\n    timeout server 5s\n    timeout connect 5s\n',
    'latin1.cfg': Buffer.from('global\n# caf\xe9\n  daemon\n', 'latin1'),
    'binary.cfg': Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)),
    'quoted.cfg': 'global\n    "a b"\n"c d"\n',
    'unknown.txt': 'nothing\n',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(args: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, input, encoding: 'utf8' });
}

interface Answer {
  file: string;
  language: string;
  diagnostics: { severity: string; code: string; range: { start: { line: number } } }[];
}

const json = (stdout: string): Answer[] => JSON.parse(stdout) as Answer[];

describe('check', () => {
  test('text: place, level, rule, message; status 1 when there is an error', () => {
    const { status, stdout } = run(['check', 'good.cfg', 'bad.cfg']);
    expect(stdout).toMatch(/^bad\.cfg:2:5: error\[unknown-keyword\] .*Did you mean "daemon"\?\n$/);
    expect(status).toBe(1);
  });

  test('nothing found: nothing printed, status 0', () => {
    expect(run(['check', 'good.cfg', 'keepalived.conf'])).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('json: an object per file, lines from 0', () => {
    const [good, bad, vrrp] = json(run(['check', '--format', 'json', 'good.cfg', 'bad.cfg', 'keepalived.conf']).stdout);
    expect(good).toEqual({ file: 'good.cfg', language: 'haproxy', diagnostics: [] });
    expect(bad!.diagnostics[0]).toMatchObject({
      severity: 'error',
      code: 'unknown-keyword',
      range: { start: { line: 1, character: 4 } },
    });
    expect(vrrp!.language).toBe('keepalived');
  });

  test('sarif', () => {
    const log = JSON.parse(run(['check', '--format', 'sarif', 'bad.cfg']).stdout) as {
      version: string;
      runs: {
        tool: { driver: { rules: { id: string }[] } };
        results: { ruleId: string; ruleIndex: number; level: string; locations: object[] }[];
      }[];
    };
    const [result] = log.runs[0]!.results;
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0]!.tool.driver.rules[result!.ruleIndex]!.id).toBe('unknown-keyword');
    expect(result).toMatchObject({
      ruleId: 'unknown-keyword',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'bad.cfg' },
            region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 11 },
          },
        },
      ],
    });
  });

  test('standard input, whose language its content tells', () => {
    expect(json(run(['check', '--format', 'json', '-'], 'vrrp_instance a {\n').stdout)[0]).toMatchObject({
      file: '-',
      language: 'keepalived',
    });
    expect(json(run(['check', '--format', 'json', '--language', 'haproxy', '-'], '').stdout)[0]).toMatchObject({
      language: 'haproxy',
    });
  });

  test('a list of files, beside those named', () => {
    writeFileSync(join(folder, 'list'), 'bad.cfg\n\ngood.cfg\n');
    expect(
      json(run(['check', '--format', 'json', '--file-list', 'list', 'keepalived.conf']).stdout).map(({ file }) => file),
    ).toEqual(['keepalived.conf', 'bad.cfg', 'good.cfg']);
  });

  test('a folder: every configuration below it that goes by its name', () => {
    for (const name of ['site/haproxy/node_modules', 'site/lb']) mkdirSync(join(folder, name), { recursive: true });
    for (const name of [
      'haproxy/b.cfg',
      'haproxy/a.cfg',
      'haproxy/node_modules/c.cfg',
      'lb/keepalived-2.conf',
      'lb/other.conf',
    ])
      writeFileSync(join(folder, 'site', name), '');
    const checked = (...args: string[]): string[] =>
      json(run(['check', '--format', 'json', ...args]).stdout).map(({ file }) => file);
    expect(checked('site', 'bad.cfg')).toEqual([
      join('site', 'haproxy', 'a.cfg'),
      join('site', 'haproxy', 'b.cfg'),
      join('site', 'lb', 'keepalived-2.conf'),
      'bad.cfg',
    ]);
    expect(checked('--language', 'keepalived', 'site')).toEqual([join('site', 'lb', 'keepalived-2.conf')]);
  });

  test('a file that cannot be read: the others are checked, status 2', () => {
    mkdirSync(join(folder, 'empty'));
    const { status, stdout, stderr } = run(['check', '--format', 'json', 'no.cfg', 'bad.cfg', 'unknown.txt', 'empty']);
    expect(json(stdout).map(({ file }) => file)).toEqual(['bad.cfg']);
    expect(stderr).toMatch(/cannot read no\.cfg[\s\S]*language of unknown\.txt[\s\S]*empty: it is a folder/);
    expect(status).toBe(2);
  });

  test('a file that another includes stands alone, too', () => {
    writeFileSync(join(folder, 'part.conf'), 'vrrp_sync_group g {\n    group {\n        VI_1\n    }\n}\n');
    writeFileSync(
      join(folder, 'main.conf'),
      'include part.conf\nvrrp_instance VI_1 {\n    interface lo\n    virtual_router_id 5\n    virtual_ipaddress {\n        192.0.2.1\n    }\n}\n',
    );
    const undefinedIn = (args: string[]): string[] =>
      json(run(['check', '--format', 'json', ...args]).stdout).flatMap(({ file, diagnostics }) =>
        diagnostics.some(({ code }) => code === 'undefined-name') ? [file] : [],
      );
    expect(undefinedIn(['main.conf', 'part.conf'])).toEqual(['part.conf']);
    expect(undefinedIn(['part.conf', 'main.conf'])).toEqual(['part.conf']);
  });

  test('each file stands alone unless they are said to be one', () => {
    expect(run(['check', 'front.cfg', 'back.cfg']).status).toBe(1);
    expect(run(['check', '--together', 'front.cfg', 'back.cfg'])).toMatchObject({ status: 0, stdout: '' });
  });

  test('versions: a patch release, one out of range, none at all', () => {
    expect(run(['check', '--haproxy-version', '2.6.12', 'good.cfg'])).toMatchObject({ status: 0, stderr: '' });
    expect(run(['check', '--haproxy-version', '1.8', 'good.cfg'])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('read as 2.4') as string,
    });
    expect(run(['check', '--haproxy-version', 'new', 'good.cfg']).status).toBe(2);
  });

  test('any bytes are a text', () => {
    expect(run(['check', 'latin1.cfg'])).toMatchObject({ status: 0, stderr: '' });
    for (const language of ['haproxy', 'keepalived']) {
      expect(run(['check', '--language', language, 'binary.cfg', 'quoted.cfg']).stderr).toBe('');
    }
  });
});

describe('format', () => {
  test('prints, checks or writes', () => {
    expect(run(['format', '-', '--language', 'haproxy', '--indent', '2'], 'global\n daemon').stdout).toBe(
      'global\n  daemon\n',
    );
    expect(run(['format', '--check', 'good.cfg', 'crlf.cfg'])).toMatchObject({ status: 1, stdout: 'crlf.cfg\n' });
    expect(run(['format', '--write', 'crlf.cfg', 'latin1.cfg'])).toMatchObject({ status: 0, stdout: '' });
    expect(readFileSync(join(folder, 'crlf.cfg'), 'utf8')).toBe('global\r\n    daemon\r\n');
    expect(readFileSync(join(folder, 'latin1.cfg'), 'latin1')).toBe('global\n    # caf\xe9\n    daemon\n');
  });
});

describe('usage', () => {
  test.each([
    [[]],
    [['chekc']],
    [['check']],
    [['check', '--format', 'xml', 'good.cfg']],
    [['check', '--no-such']],
    [['check', '--file-list', 'no']],
    [['check', '--language', 'nginx', 'good.cfg']],
    [['format', '--check', '--write', 'good.cfg']],
  ])('wrong: %j', (args) => {
    const { status, stderr, stdout } = run(args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^haconf: .+\n.*--help/);
  });

  test('help and version', () => {
    expect(run(['--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('usage: haconf check') as string,
    });
    expect(run(['check', '--help']).status).toBe(0);
    expect(run(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
