import type { MarkupContent } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../server/src/engine';
import { haproxy } from '../../server/src/languages/haproxy';
import { marked } from '../support/marked';
import { mostUsed } from '../support/mostUsed';

const uri = 'file:///haproxy.cfg';

function hover(text: string, version = '3.2'): string {
  const engine = new Engine();
  const { text: plain, position } = marked(text);
  engine.open(uri, 'haproxy', plain, version);
  return (engine.hover(uri, position)!.contents as MarkupContent).value;
}

describe('arguments are explained', () => {
  test.each([
    [
      'defaults\n    timeout con‸nect 5s\n',
      '- `<time>`: a number with a unit (`us`, `ms`, `s`, `m`, `h`, `d`); without one, milliseconds.',
    ],
    ['frontend x\n    stats ref‸resh 10s\n', 'without one, seconds.'],
    ['global\n    spread-che‸cks 5\n', '- `<num>`: a number from 0 to 50.'],
    ['backend x\n    server a 192.0.2.1:80 check inte‸r 2s\n', 'without one, milliseconds.'],
    ['frontend x\n    bi‸nd :80\n', '- `<address>`: `:443`, `*:80`'],
    ['backend x\n    stick-table type ip si‸ze 100k\n', '`k`, `m` and `g` behind it multiply by 1024'],
  ])('%j', (text, expected) => {
    expect(hover(text)).toContain(expected);
  });
});

describe('versions', () => {
  test.each([
    ['backend‸ x\n', '3.2'],
    ['global\n    max‸conn 100\n', '3.2'],
    ['global\n    max‸conn 100\n', '2.6'],
    ['backend x\n    option http‸chk GET /\n', '3.2'],
  ])('%j has been there all along, with other arguments', (text, version) => {
    expect(hover(text, version)).not.toMatch(/Since version|until version/i);
  });

  test('what came and went is said', () => {
    expect(hover('global\n    thread-gro‸ups 1\n')).toContain('Since version 2.5.');
    expect(hover('frontend x\n    bind :80 proc‸ess 1\n', '2.6')).toContain('Until version 2.9.');
  });
});

describe('parameters in a row', () => {
  const line = 'log 192.0.2.5:514 len 4096 format rfc5424 local0 info';

  test.each([
    [line.replace('len', 'le‸n'), 'The longest log line in bytes'],
    [line.replace('format', 'for‸mat'), 'Form of the lines'],
    [line.replace('rfc5424', 'rfc54‸24'), 'Form of the lines'],
    [line.replace('local0', 'loc‸al0'), '`local0`: a value of `log`.'],
    [line.replace('info', 'inf‸o'), '`info`: a value of `log`.'],
  ])('%s', (text, expected) => {
    expect(hover(`global\n    ${text}\n`)).toContain(expected);
  });

  test('one alone is written out', () => {
    expect(hover('global\n    lo‸g 192.0.2.5:514 local0\n')).toContain(
      'log <target> [len <num>] [format local|rfc3164|rfc5424|priority|short|timed|iso|raw] [sample <log-sample>]',
    );
    expect(hover('frontend‸ x from y\n')).toContain('frontend <name> [from <defaults>]');
  });
});

describe('what most configurations use has two sentences and an example', () => {
  const names = Object.entries(mostUsed).flatMap(([holder, all]) => all.map((name) => [holder, name] as const));

  test.each(names)('%s: %s', (holder, name) => {
    const [text, example] = (haproxy.describe(name, holder) ?? '').split('Example: ');
    expect(text!.match(/[.:;](?=\s|$)/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
    expect(example).toMatch(/^`.*`$/);
  });
});
