import type { SectionRule } from '../../../core/language';
import { walk } from '../../../core/tree';
import { wordRange } from '../blocks';
import { instance } from './texts';

/** RFC 2338 gives the password eight octets. */
const LONGEST = 8;

/** A VRRP password of which keepalived uses only the beginning. */
export const passwordTooLong: SectionRule = {
  id: 'password-too-long',
  severity: 'error',
  title: 'VRRP password longer than 8 characters',
  docs: 'A VRRP packet has room for 8 characters of password: keepalived cuts off the rest and reports it (`keepalived -t` then exits with 5). Two passwords that differ only behind the eighth character are the same, and a node that cuts differently (another VRRP implementation) does not understand this one.',
  bad: instance('    authentication {\n        auth_type PASS\n        auth_pass averylongpassword\n    }'),
  good: instance('    authentication {\n        auth_type PASS\n        auth_pass 8letters\n    }'),
  check(section, _context, report) {
    for (const node of walk(section.items)) {
      const password = node.words[1];
      if (node.words[0]!.text !== 'auth_pass' || node.parent?.type !== 'vrrp_instance.authentication' || !password)
        continue;
      const length = new TextEncoder().encode(password.text).length;
      if (password.dynamic || length <= LONGEST) continue;
      const message = `The password has ${length} characters, and VRRP uses only the first ${LONGEST}: shorten it, the same on every node.`;
      report({ range: wordRange(node, password), message });
    }
  },
};
