import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type MarkupContent } from 'vscode-languageserver-types';
import { Engine } from '../../server/src/engine';
import { defaultSettings } from '../../server/src/settings';

const template = join(__dirname, '..', '..', 'lab-templates', 'two-web-two-lb', 'keepalived');
const keepalived = (name: string): string => readFileSync(join(template, `keepalived-${name}.conf`), 'utf8');
const whole = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

/** Each line of a text that has hints, with the hints where they are shown. */
function shown(engine: Engine, uri: string, text: string, range = whole): string[] {
  const lines = text.split('\n');
  const hints = engine.inlayHints(uri, range);
  for (const { position, label, paddingLeft } of [...hints].reverse()) {
    const line = lines[position.line]!;
    const hint = `${paddingLeft === true ? ' ' : ''}[${label as string}]`;
    lines[position.line] = line.slice(0, position.character) + hint + line.slice(position.character);
  }
  const touched = [...new Set(hints.map(({ position }) => position.line))].sort((a, b) => a - b);
  return touched.map((line) => lines[line]!.trim());
}

function hovered(engine: Engine, uri: string, text: string, word: string): string {
  const lines = text.split('\n');
  const line = lines.findIndex((one) => one.includes(word));
  const hover = engine.hover(uri, { line, character: lines[line]!.indexOf(word) + 1 });
  return (hover?.contents as MarkupContent | undefined)?.value ?? '';
}

const proxies = `defaults
    timeout connect 5000
    timeout client 30s
    default-server inter 1s fall 2

backend a
    default-server rise 3
    server s1 192.0.2.1:80 check
    server s2 192.0.2.2:80
    server s3 192.0.2.3:80 check inter 500 fastinter 100 downinter 10s

backend b
    server s1 192.0.2.1:80 check fall 5
`;

describe('HAProxy', () => {
  const uri = 'file:///haproxy.cfg';
  const engine = new Engine();
  engine.open(uri, 'haproxy', proxies, '3.2');

  test('units, and when servers go down and up', () => {
    expect(shown(engine, uri, proxies)).toEqual([
      'timeout connect 5000[ms]',
      'default-server rise 3 [down 2 s, up 3 s]',
      'server s1 192.0.2.1:80 check [down 2 s, up 3 s]',
      'server s3 192.0.2.3:80 check inter 500[ms] fastinter 100[ms] downinter 10s [down 600 ms, up 10.2 s]',
      'server s1 192.0.2.1:80 check fall 5 [down 5 s, up 2 s]',
    ]);
  });

  test('only of the lines asked for', () => {
    const range = { start: { line: 12, character: 0 }, end: { line: 13, character: 0 } };
    expect(shown(engine, uri, proxies, range)).toEqual(['server s1 192.0.2.1:80 check fall 5 [down 5 s, up 2 s]']);
  });

  test('hovering a checked server shows the reckoning above what the word means', () => {
    const text = hovered(engine, uri, proxies, 'check inter 500');
    expect(text).toMatch(/^\*\*Down\*\* after 600 ms at most \(`fall 2`: inter \+ 1 × fastinter\)/);
    expect(text).toContain('**up** again after 10.2 s at most (`rise 3`: downinter + 2 × fastinter)');
    expect(text).toContain("Checks the server's health");
  });

  test('hovering a server that is not checked shows none', () => {
    expect(hovered(engine, uri, proxies, 'server s2')).not.toContain('**Down**');
  });

  test('the setting switches them off', () => {
    const quiet = new Engine();
    quiet.configure({ ...defaultSettings, haproxy: { ...defaultSettings.haproxy, inlayHints: false } });
    quiet.open(uri, 'haproxy', proxies);
    expect(quiet.inlayHints(uri, whole)).toEqual([]);
  });
});

describe('keepalived', () => {
  const [master, backup] = ['file:///keepalived-master.conf', 'file:///keepalived-backup.conf'];
  const pair = (): Engine => {
    const engine = new Engine();
    engine.open(master, 'keepalived', keepalived('master'));
    engine.open(backup, 'keepalived', keepalived('backup'));
    return engine;
  };

  test('effective priorities, what a failing check does, and times', () => {
    expect(shown(pair(), master, keepalived('master'))).toEqual([
      'interval 1[s]',
      'fall 2 [failed within 2 s]',
      'rise 2 [well again within 2 s]',
      'priority 101 [effective 103]',
      'advert_int 1[s] [takes over after 3.6 s]',
      'chk_haproxy [fails: 103 - 2 = 101 < 102: hands over]',
    ]);
  });

  test('a node that stands alone knows its own priorities', () => {
    const engine = new Engine();
    engine.open(master, 'keepalived', keepalived('master'));
    expect(shown(engine, master, keepalived('master'))).toContain('chk_haproxy [fails: 103 - 2 = 101]');
  });

  test('hovering an instance shows the failover times and what decides them', () => {
    const text = hovered(pair(), master, keepalived('master'), 'vrrp_instance');
    expect(text).toContain('**Failover of VI_1** from mylb1 (priority 103) to mylb2 (102)');
    expect(text).toMatch(
      /\| crashes \| 2\.6 to 3\.6 s \| 2\.6 to 3\.6 s \| `advert_int` \(line \d+ of .*keepalived-backup\.conf\)/,
    );
    expect(text).toMatch(/\| is stopped in order \| 602 ms \| 602 ms \| `priority`/);
    expect(text).toMatch(/\| has `chk_haproxy` fail \| 3\.6 to 5\.6 s \| 0 s \|/);
  });

  test('hovering a weight, or what tracks it, shows the sum that decides', () => {
    const sum = 'When `chk_haproxy` fails on mylb1: **103 - 2 = 101 < 102: hands over**.';
    expect(hovered(pair(), master, keepalived('master'), 'weight 2')).toContain(sum);
    const never = (text: string) => text.replace('priority 101', 'priority 110');
    const engine = new Engine();
    engine.open(master, 'keepalived', never(keepalived('master')));
    engine.open(backup, 'keepalived', keepalived('backup'));
    const lines = never(keepalived('master')).split('\n');
    for (const word of ['weight', '2']) {
      const line = lines.findIndex((one) => one.trim() === 'weight 2');
      const hover = engine.hover(master, { line, character: lines[line]!.indexOf(word) });
      expect((hover?.contents as MarkupContent).value).toContain('**112 - 2 = 110 > 102: the address never moves**');
    }
  });
});
