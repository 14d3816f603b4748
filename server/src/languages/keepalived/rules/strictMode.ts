import type { DocumentRule, Finding } from '../../../core/language';
import type { Node } from '../../../core/tree';
import { absolute, headRange, settings, valueOf } from '../blocks';
import { globalVersion, globalSetting, type Instance, instancesIn, vrrpVersion } from '../instances';
import { instance } from './texts';

const OFF = ['off', 'false', 'no'];

/** What an instance in strict mode may not say. */
export const strictMode: DocumentRule = {
  id: 'strict-mode',
  severity: 'error',
  title: 'Setting that strict mode does not allow',
  docs: 'With `vrrp_strict` (or `strict_mode` in an instance) keepalived holds to the letter of the VRRP standard: it drops authentication and `preempt_delay`, and `state MASTER` goes with priority 255 alone. Strict mode is rarely wanted: it also makes the node refuse packets to the virtual address. Remove it, or the setting.',
  bad: instance('    strict_mode on\n    authentication {\n        auth_type PASS\n        auth_pass secret\n    }'),
  good: instance('    authentication {\n        auth_type PASS\n        auth_pass secret\n    }'),
  checkDocument(document, { configuration }, report) {
    const everywhere = globalSetting(configuration, 'vrrp_strict') !== undefined;
    const standard = globalVersion(configuration);
    for (const one of instancesIn(document)) {
      if (one.conditional || !isStrict(one, everywhere)) continue;
      const version = vrrpVersion(one, standard);
      for (const [node, message] of faults(one, version)) {
        report({ range: absolute(one.section, headRange(node)), message } satisfies Finding);
      }
    }
  },
};

function isStrict(one: Instance, everywhere: boolean): boolean {
  const own = settings(one.block, 'strict_mode').at(-1);
  return own ? !OFF.includes(own.words[1]?.text ?? 'on') : everywhere;
}

function* faults(one: Instance, version: number): Generator<[Node, string]> {
  const last = (keyword: string): Node | undefined => settings(one.block, keyword).at(-1);
  const authentication = last('authentication');
  if (authentication) yield [authentication, 'Strict mode knows no authentication: keepalived ignores it.'];
  const delay = last('preempt_delay');
  if (delay) yield [delay, 'Strict mode knows no preempt_delay: keepalived resets it.'];
  const accept = last('accept');
  if (accept && version === 2) yield [accept, '"accept" does not go with VRRP 2 in strict mode: keepalived resets it.'];
  const send = last('higher_prio_send_advert');
  if (send && !OFF.includes(valueOf(one.block, 'higher_prio_send_advert')?.text ?? 'on')) {
    yield [send, 'Strict mode does not allow higher_prio_send_advert: keepalived resets it.'];
  }
  const state = last('state');
  const owner = one.priority === 255;
  if (state && one.state === 'MASTER' && one.priority !== undefined && !owner) {
    yield [state, '"state MASTER" needs priority 255 in strict mode: write "state BACKUP".'];
  } else if (owner && one.state === 'BACKUP' && state) {
    yield [state, 'Priority 255 needs "state MASTER" in strict mode.'];
  }
}
