import { describe, expect, test } from 'vitest';
import { scanLine } from '../../../server/src/languages/keepalived/scanner';

const words = (line: string): string[] => scanLine(line, 0).words.map((word) => word.text);
const problems = (line: string): string[] => scanLine(line, 0).problems.map((problem) => problem.code);

// Each of these was tried with the real program.
describe('words', () => {
  test.each([
    ['  priority 100', ['priority', '100']],
    ['foo{bar', ['foo', '{', 'bar']],
    ['track_script { chk }', ['track_script', '{', 'chk', '}']],
    ['virtual_ipaddress {10.0.0.1}', ['virtual_ipaddress', '{', '10.0.0.1', '}']],
    ['router_id "a { b"', ['router_id', 'a { b']],
    ['foo"a b"c d', ['foo', 'a b', 'c', 'd']],
    ["state it's", ['state', "it's"]],
    ['priority ${PRIO}', ['priority', '${PRIO}']],
    ['10.${N}.0.1/24 dev eth0', ['10.${N}.0.1/24', 'dev', 'eth0']],
    ['@lb1 priority 100', ['priority', '100']],
    ['@^lb1 priority 100', ['priority', '100']],
    ['@ priority 100', []],
    ['~SEQ(i, 1, 3) vrrp_script chk_$i {', ['vrrp_script', 'chk_$i', '{']],
    ['~SEQ(a, 1, 2) ~SEQ(b, 10, 12) 10.0.${a}.${b}', ['10.0.${a}.${b}']],
    ['~LST({x, y}, {10, 1}, {20, 4}) ~SEQx(z, 1, 2) 192.${z}.${x}.${y}', ['192.${z}.${x}.${y}']],
  ])('%s', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  test('columns count UTF-16 units, quotes included', () => {
    expect(scanLine('é😀 "ab" c', 0).words.map(({ start, end }) => [start, end])).toEqual([
      [0, 3],
      [4, 8],
      [9, 10],
    ]);
  });

  test('in a command line quotes join, and backslashes escape', () => {
    expect(words(`script "/bin/a b"c 'd "e"' f\\ g`)).toEqual(['script', '/bin/a bc', 'd "e"', 'f g']);
  });
});

describe('comments', () => {
  test.each([
    ['foo # bar', 4],
    ['foo#bar', 3],
    ['foo ! bar', 4],
    ['foo "a#b" c', -1],
    ['foo \\#bar', -1],
    ['! {', 0],
  ])('%s begins at %i', (line, column) => {
    expect(scanLine(line, 0).comment).toBe(column);
  });
});

describe('quotes', () => {
  test.each([
    ['router_id "a', ['unclosed-quote']],
    ['router_id "a" b"', ['unclosed-quote']],
    ["script '/bin/a", ['unclosed-quote']],
    ["router_id it's", []],
    ['script "/bin/a \'b\'"', []],
    ['# a " in a comment', []],
  ])('%s', (line, expected) => {
    expect(problems(line)).toEqual(expected);
  });
});

describe('definitions', () => {
  test('are one word of unknown value, over all their lines', () => {
    const first = scanLine('$TRACK= \\', 0);
    const second = scanLine('    track_script { \\', first.exit);
    const last = scanLine('    }', second.exit);
    expect([first, second, last].map((line) => line.words.map(({ text, dynamic }) => [text, dynamic]))).toEqual([
      [['$TRACK= \\', true]],
      [['track_script { \\', true]],
      [['}', true]],
    ]);
    expect(last.exit).toBe(0);
  });

  test('need their = right behind the name', () => {
    expect(words('$A = 5')).toEqual(['$A', '=', '5']);
  });
});
