import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fileFigures, mutantFigures } from '../support/haproxyCorpus';
import { corpus } from '../support/mutants/bases';

describe.skipIf(!existsSync(corpus))('configurations of others', () => {
  test('what the program says of them, we say, and no more', () => {
    const { accepted, wrong, ownWarnings, alerts, warnings } = fileFigures();
    expect(wrong).toEqual([]);
    const warned = new Set(ownWarnings.map((one) => one.split(':')[0]!));
    expect(warned.size / accepted, ownWarnings.join('\n')).toBeLessThanOrEqual(0.01);
    expect(alerts.found / alerts.of, alerts.missed.join('\n')).toBeGreaterThanOrEqual(0.95);
    expect(warnings.found / warnings.of, warnings.missed.join('\n')).toBeGreaterThanOrEqual(0.8);
  });

  test('single faults are found where they are', () => {
    const { found, of, missed, wrong } = mutantFigures();
    expect(wrong).toEqual([]);
    expect(found / of, missed.join('\n')).toBeGreaterThanOrEqual(0.98);
  });
});
