import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { haproxy } from '../../../server/src/languages/haproxy';
import { annotated } from '../../support/annotated';
import { asExpected, diagnosed } from '../../support/diagnosing';

const folder = join(__dirname, 'fixtures');
const files = readdirSync(folder);
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

describe('annotated configurations', () => {
  test.each(files)('%s', (file) => {
    const expected = annotated(read(file));
    expect(expected.length > 0).toBe(file.startsWith('faults'));
    expect(asExpected(read(file), blamed(read(file)))).toEqual(expected);
  });

  test.each(files.filter((file) => file.startsWith('valid')))('%s in every version', (file) => {
    for (const version of haproxy.versions) {
      expect({ version, found: blamed(read(file), version) }).toEqual({ version, found: [] });
    }
  });
});

/** What is called wrong, advice left out. */
function blamed(text: string, version?: string): ReturnType<typeof diagnosed> {
  return diagnosed(haproxy, text, version).filter(({ severity }) => severity === 'error' || severity === 'warning');
}

describe('the examples of every rule', () => {
  // Those of several files are tried in ruleExamples.test.ts, where they can be read.
  const alone = haproxy.rules.filter(({ bad }) => !/^# file: /m.test(bad));

  test.each(alone.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    expect(diagnosed(haproxy, rule.bad).map((found) => found.rule)).toContain(id);
    expect(blamed(rule.good)).toEqual([]);
    expect(diagnosed(haproxy, rule.good).map((found) => found.rule)).not.toContain(id);
  });
});
