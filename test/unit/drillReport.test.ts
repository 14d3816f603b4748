import { describe, expect, test } from 'vitest';
import { LANES } from '../../client/src/lab/drills/report';
import { DRILLS, MEASURES } from '../../server/src/protocol';
import { exampleReport } from '../support/drillReport';

describe('a report', () => {
  test('is the same after it was saved and read', () => {
    expect(JSON.parse(JSON.stringify(exampleReport))).toEqual(exampleReport);
  });

  test('names only drills and measures that there are, and has every measure', () => {
    expect(DRILLS).toContain(exampleReport.drill.id);
    expect(Object.keys(exampleReport.measured!.measures)).toEqual([...MEASURES]);
    expect(Object.keys(exampleReport.forecast!.measures)).toEqual([...MEASURES]);
    expect(exampleReport.agreement.map(({ measure }) => measure)).toEqual(['holders', ...MEASURES]);
  });

  test('has its events in order, within what was watched, in lanes that there are', () => {
    const { begin, end, events } = exampleReport.timeline;
    const times = events.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const { at, until, lane } of events) {
      expect(LANES).toContain(lane);
      expect(at).toBeGreaterThanOrEqual(begin);
      expect(until ?? at).toBeGreaterThanOrEqual(at);
      expect(until ?? at).toBeLessThanOrEqual(end);
    }
  });
});
