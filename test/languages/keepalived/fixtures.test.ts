import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepalived } from '../../../server/src/languages/keepalived';
import { annotated } from '../../support/annotated';
import { asExpected, diagnosed } from '../../support/diagnosing';

const folder = join(__dirname, 'fixtures');

describe('annotated configurations', () => {
  test.each(readdirSync(folder))('%s', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const expected = annotated(text);
    expect(expected.length > 0).toBe(file.startsWith('faults'));
    expect(asExpected(text, diagnosed(keepalived, text))).toEqual(expected);
  });
});

describe('the examples of every rule', () => {
  // That the bad one raises its rule, the tests of both languages' examples see: some rules need other files for it.
  test.each(keepalived.rules.map((rule) => [rule.id, rule] as const))(
    '%s: nothing else is said of the good one',
    (_id, rule) => {
      expect(diagnosed(keepalived, rule.good)).toEqual([]);
    },
  );
});
