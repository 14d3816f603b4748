import { expect, test } from 'vitest';
import { haproxy } from '../../server/src/languages/haproxy';
import { judges } from '../support/haproxyProgram';
import { corpusBases, ownBases } from '../support/mutants/bases';
import { compare, share } from '../support/mutants/compare';

// Single changes of good configurations, the same in each run; `npm run oracle -- --seed N` tries others.
const SEED = 1;
const COUNT = 420;
/** Below this number of mutants a share says little. */
const ENOUGH = 20;

test('single faults in good configurations are found, and nothing is called wrong that is not', () => {
  const asked = judges(haproxy.versions);
  const { tallies, wrong, missed } = compare(asked, [...ownBases(), ...corpusBases(60)], SEED, COUNT);
  expect(wrong).toEqual([]);
  const poor = tallies.filter(({ found, refused }) => refused >= ENOUGH && found < 0.9 * refused);
  expect(poor, missed.join('\n')).toEqual([]);
  expect(share(tallies), missed.join('\n')).toBeGreaterThanOrEqual(0.97);
});
