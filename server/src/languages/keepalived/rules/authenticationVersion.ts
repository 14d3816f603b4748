import type { DocumentRule } from '../../../core/language';
import { absolute, headRange, settings } from '../blocks';
import { globalVersion, instancesIn, vrrpVersion } from '../instances';
import { instance } from './texts';

const password = '    authentication {\n        auth_type PASS\n        auth_pass secret\n    }';

/** A password in an instance that speaks VRRP 3, which has none. */
export const authenticationVersion: DocumentRule = {
  id: 'authentication-version',
  severity: 'error',
  title: 'Authentication with VRRP 3',
  docs: 'VRRP 3, which IPv6 always uses, has no authentication (RFC 5798, 9): keepalived ignores the block. Remove it, or speak VRRP 2.',
  bad: instance(`    version 3\n${password}`),
  good: instance(`    version 2\n${password}`),
  checkDocument(document, { configuration }, report) {
    const standard = globalVersion(configuration);
    for (const one of instancesIn(document)) {
      const block = settings(one.block, 'authentication').at(-1);
      if (!block || one.conditional || vrrpVersion(one, standard) !== 3) continue;
      const message = `VRRP 3 has no authentication: keepalived ignores this block of "${one.name}". Remove it.`;
      report({ range: absolute(one.section, headRange(block)), message });
    }
  },
};
