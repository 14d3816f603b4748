import { describe, expect, test } from 'vitest';
import { haproxy } from '../../../server/src/languages/haproxy';
import { diagnosed } from '../../support/diagnosing';
import { ASKED, settingsCases } from '../../support/settingsCases';

// That the programs see it the same way, test/oracle/settings.test.ts asks them.
describe.each(ASKED)('settings in version %s', (version) => {
  test.each(settingsCases.map((one) => [one.text, one] as const))('%s', (text, { refusedBy, rule }) => {
    const errors = diagnosed(haproxy, text, version).filter(({ severity }) => severity === 'error');
    if (!refusedBy.includes(version)) expect(errors).toEqual([]);
    else if (version === '3.2') expect(errors.map((found) => found.rule)).toEqual([rule]);
    else expect(errors).not.toEqual([]);
  });
});
