import { describe, expect, test } from 'vitest';
import { scanHaproxyLine } from '../../../server/src/languages/haproxy/profile';

const words = (line: string): string[] => scanHaproxyLine(line, 0).words.map((word) => word.text);
const problems = (line: string): string[] => scanHaproxyLine(line, 0).problems.map((problem) => problem.code);

describe('words, as the program sees them', () => {
  // What HAProxy 2.6 prints for `.notice` with these arguments.
  test.each([
    ["a b\\'c", ['a', "b'c"]],
    ['a "b\\\'c"', ['a', "b'c"]],
    ['a b\\"c', ['a', 'b"c']],
    ['a b\\$c', ['a', 'b\\$c']],
    ['a "b\\$c"', ['a', 'b$c']],
    ['a "b\\qc\\\\d\\#e\\ f"', ['a', 'b\\qc\\d#e f']],
    ['a b\\', ['a', 'b\\']],
    ['a b\\qc\\#\\\\', ['a', 'b\\qc#\\']],
    ['te"st 1"', ['test 1']],
    ["'a \" b'c", ['a " bc']],
    ['a\\ b c\\x41\\x42', ['a b', 'cAB']],
    ['a""b ""', ['ab', '']],
    ['\ta\v b\f', ['a', 'b']],
  ])('%s', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  test('a comment begins at a # outside quotes, also within a word', () => {
    expect(words('a b#c')).toEqual(['a', 'b']);
    expect(scanHaproxyLine('a b#c', 0).comment).toBe(3);
    expect(words('a "b#c" \\#d # e')).toEqual(['a', 'b#c', '#d']);
  });

  test('columns count quotes in', () => {
    expect(scanHaproxyLine('  a "b c"d', 0).words.map(({ start, end }) => [start, end])).toEqual([
      [2, 3],
      [4, 10],
    ]);
  });

  test('variables in double quotes are known only at run time', () => {
    const dynamic = (line: string): boolean => scanHaproxyLine(line, 0).words.some((word) => word.dynamic);
    expect(['"$A"', 'x"${A}"', '"${A-b c}"', '"${A[*]}"', '"$.FILE"'].map(dynamic)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(["'$A'", '$A', '"\\$A"'].map(dynamic)).toEqual([false, false, false]);
  });
});

describe('faults', () => {
  test.each([
    ['a "b', ['unclosed-quote']],
    ["a 'b", ['unclosed-quote']],
    ['a\\xz', ['bad-escape']],
    ['a "b$"', ['bad-variable']],
    ['a "${}"', ['bad-variable']],
    ['a "${A"', ['bad-variable']],
    ["a 'b$' \\x41", []],
  ])('%s', (line, expected) => {
    expect(problems(line)).toEqual(expected);
  });
});

test('the depth of .if is all that goes from line to line', () => {
  expect(scanHaproxyLine('  .if feature(LUA)', 0).exit).toBe(1);
  expect(scanHaproxyLine('a', 2).exit).toBe(2);
  expect(scanHaproxyLine('.else', 1).exit).toBe(1);
  expect(scanHaproxyLine('.endif', 1).exit).toBe(0);
  expect(scanHaproxyLine('.endif', 0).exit).toBe(0);
});
