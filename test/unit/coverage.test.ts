import { describe, expect, test } from 'vitest';
import { FLOOR, shareOf } from '../../server/tools/coverage/floor';
import { KINDS, measure } from '../../server/tools/coverage/measure';
import { haproxy } from '../../server/src/languages/haproxy';

describe('every name of the facts', () => {
  const rows = measure({ haproxy: ['2.4', '3.2', '3.4'], keepalived: ['2.3'] });

  test.each([...rows])('%s', (_, row) => {
    for (const kind of KINDS) {
      const lacking = [...row.missing[kind].keys()];
      expect(shareOf(row, kind), `not ${kind}: ${lacking.join(', ')}`).toBeGreaterThanOrEqual(FLOOR[kind]);
    }
  });
});

test('every keyword and parameter of the schema has a text', () => {
  const { blocks, options } = haproxy.everything();
  const lacking: string[] = [];
  for (const { type, keywords } of blocks.values()) {
    for (const { name } of keywords.all) if (!haproxy.describe(name, type)) lacking.push(`${type}/${name}`);
  }
  for (const [set, parameters] of options) {
    for (const name of parameters.keys()) if (!haproxy.describe(name, set)) lacking.push(`${set}:${name}`);
  }
  expect(lacking).toEqual([]);
});
