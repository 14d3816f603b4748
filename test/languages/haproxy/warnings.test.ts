import { describe, expect, test } from 'vitest';
import { haproxy } from '../../../server/src/languages/haproxy';
import { diagnosed } from '../../support/diagnosing';
import { ASKED } from '../../support/settingsCases';
import { warningCases } from '../../support/warningCases';

// That the programs see it the same way, test/oracle/warnings.test.ts asks them.
describe.each(ASKED)('warnings in version %s', (version) => {
  test.each(warningCases.map((one) => [one.text, one] as const))('%s', (text, { warnedBy, rule }) => {
    const marked = text.split('\n').flatMap((line, index) => (line.endsWith('#!') ? [{ line: index, rule }] : []));
    const found = diagnosed(haproxy, text, version)
      .filter(({ severity }) => severity === 'warning' || severity === 'error')
      .map((one) => ({ line: (one.head ?? one.range).start.line, rule: one.rule }));
    expect(found).toEqual(warnedBy.includes(version) ? marked : []);
  });
});

test('an option that works on both sides since 3.3', () => {
  const text = 'frontend f\n    bind :18080\n    option abortonclose\n';
  const rules = (version: string): string[] => diagnosed(haproxy, text, version).map(({ rule }) => rule);
  expect(rules('3.2')).toContain('ignored-keyword');
  expect(rules('3.3')).not.toContain('ignored-keyword');
});

test('a keyword of which the program says nothing is a hint, one with a likely meaning has a fix', () => {
  const [silent] = diagnosed(haproxy, 'frontend f\n    bind :18080\n    hash-balance-factor 150\n');
  expect(silent).toMatchObject({ rule: 'ignored-keyword', severity: 'hint' });
  const [told] = diagnosed(haproxy, 'backend b\n    maxconn 100\n    server a 192.0.2.1:80 check\n');
  expect(told).toMatchObject({
    rule: 'ignored-keyword',
    message: expect.stringContaining('Perhaps "fullconn" is meant') as string,
    fixes: [{ title: 'Change to "fullconn"', edits: [{ text: 'fullconn' }] }],
  });
});
