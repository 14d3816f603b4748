import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { URI } from 'vscode-uri';
import { disk } from '../../server/src/disk';
import { Engine, languages } from '../../server/src/engine';
import { defaultSettings } from '../../server/src/settings';

// The labs' own files are what newcomers open first: silent as shipped, and outspoken about a slip.
const templates = join(__dirname, '..', '..', 'lab-templates');
const configurations = (template: string): string[] =>
  ['haproxy', 'keepalived'].flatMap((folder) => readdirSync(join(templates, template, folder)));

function read(file: string, template = 'two-web-two-lb'): string {
  const folder = file.endsWith('.cfg') ? 'haproxy' : 'keepalived';
  return readFileSync(join(templates, template, folder, file), 'utf8');
}

const languageOf = (file: string) =>
  languages.find((one) => one.id === (file.endsWith('.cfg') ? 'haproxy' : 'keepalived'))!;

function diagnose(file: string, text: string, version?: string): { line: number; severity: string; message: string }[] {
  const language = languageOf(file);
  const engine = new Engine();
  const uri = `file:///${file}`;
  engine.open(uri, language.id, text, version ?? language.defaultVersion);
  return engine.diagnose(uri).map(({ range, severity, message }) => ({ line: range.start.line, severity, message }));
}

describe.each(readdirSync(templates))('the lab template %s as shipped', (template) => {
  for (const file of configurations(template)) {
    test.each(languageOf(file).versions)(`${file} shows nothing, read as version %s`, (version) => {
      expect(diagnose(file, read(file, template), version)).toEqual([]);
    });
  }

  test('shows nothing either when its files are read together', () => {
    const folder = URI.file(join(templates, template));
    const engine = new Engine({ files: disk });
    engine.configure(defaultSettings, [folder]);
    const uris = configurations(template).map((file) => {
      const { id } = languageOf(file);
      const uri = `${folder.toString()}/${id}/${file}`;
      engine.open(uri, id, read(file, template));
      return uri;
    });
    expect(uris.flatMap((uri) => engine.diagnose(uri))).toEqual([]);
  });
});

/** File, a line as shipped (the first such), the line with the mistake. */
const mistakes: [string, string, string][] = [
  ['haproxy.cfg', 'default_backend be_web', 'default_backend be_wbe'],
  ['haproxy.cfg', 'balance roundrobin', 'balance roundrobbin'],
  ['haproxy.cfg', 'balance roundrobin', 'ballance roundrobin'],
  ['haproxy.cfg', 'mode http', 'mode htpp'],
  ['haproxy.cfg', 'timeout connect 2s', 'timeout conect 2s'],
  ['haproxy.cfg', 'timeout client 30s', 'timeout client 30sec'],
  ['haproxy.cfg', 'timeout server 30s', 'timeout server'],
  ['haproxy.cfg', 'option httplog', 'option httlog'],
  ['haproxy.cfg', 'server myweb2 10.77.0.12:80 check', 'server myweb1 10.77.0.12:80 check'],
  ['haproxy.cfg', 'server myweb1 10.77.0.11:80 check', 'server myweb1 10.77.0.11:80 chekc'],
  ['haproxy.cfg', 'maxconn 2000', 'maxconn many'],
  [
    'haproxy-tls-termination.cfg',
    'http-request set-header X-Forwarded-Proto https if { ssl_fc }',
    'http-request set-header X-Forwarded-Proto https if is_tls',
  ],
  ['haproxy-tls-termination.cfg', 'bind *:8080', 'bnid *:8080'],
  ['haproxy-tls-passthrough.cfg', 'backend be_tls', 'backend be_web'],
  ['haproxy-tls-passthrough.cfg', 'http-check connect ssl', 'http-chek connect ssl'],
  ['keepalived-master.conf', 'state MASTER', 'state MASTR'],
  ['keepalived-master.conf', 'virtual_router_id 51', 'virtual_router_id 510'],
  ['keepalived-master.conf', 'priority 101', 'prioritty 101'],
  ['keepalived-master.conf', 'track_script {', 'trac_script {'],
  ['keepalived-backup.conf', 'vrrp_instance VI_1 {', 'vrrp_instance {'],
  ['keepalived-backup.conf', 'priority 100', 'priority 300'],
  ['keepalived-backup.conf', 'script "/usr/bin/pgrep --exact haproxy"', 'script "/usr/bin/pgrep --exact haproxy'],
  ['keepalived-backup.conf', '10.77.0.100/24 dev eth0', '10.77.0.300/24 dev eth0'],
];

describe('typical mistakes', () => {
  test.each(mistakes)('%s: %s -> %s is underlined on its line', (file, shipped, mistake) => {
    const lines = read(file).split('\n');
    const line = lines.findIndex((text) => text.trim() === shipped);
    expect(line).toBeGreaterThanOrEqual(0);
    lines[line] = lines[line]!.replace(shipped, mistake);
    expect(diagnose(file, lines.join('\n')).map((found) => found.line)).toContain(line);
  });

  test('a script that is tracked but defined under another name', () => {
    const text = read('keepalived-master.conf').replace('vrrp_script chk_haproxy', 'vrrp_script check_haproxy');
    const line = text.split('\n').findIndex((one) => one.trim() === 'chk_haproxy');
    expect(diagnose('keepalived-master.conf', text).map((found) => found.line)).toContain(line);
  });

  test('a missing brace is reported at the block that lacks it', () => {
    const lines = read('keepalived-master.conf').trimEnd().split('\n');
    expect(lines.pop()).toBe('}');
    const line = lines.findIndex((text) => text.startsWith('vrrp_instance'));
    expect(diagnose('keepalived-master.conf', lines.join('\n')).map((found) => found.line)).toContain(line);
  });
});
