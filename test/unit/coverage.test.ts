import { describe, expect, test } from 'vitest';
import { FLOOR, shareOf } from '../../server/tools/coverage/floor';
import { KINDS, measure } from '../../server/tools/coverage/measure';

describe('every name of the facts', () => {
  const rows = measure({ haproxy: ['2.4', '3.2', '3.4'], keepalived: ['2.3'] });

  test.each([...rows])('%s', (_, row) => {
    for (const kind of KINDS) {
      const lacking = [...row.missing[kind].keys()];
      expect(shareOf(row, kind), `not ${kind}: ${lacking.join(', ')}`).toBeGreaterThanOrEqual(FLOOR[kind]);
    }
  });
});
