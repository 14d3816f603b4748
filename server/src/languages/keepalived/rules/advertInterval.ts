import type { DocumentRule } from '../../../core/language';
import { absolute, valueOf, settings } from '../blocks';
import { globalVersion, instancesIn, vrrpVersion } from '../instances';
import { wordRange } from '../blocks';
import { instance } from './texts';

/** The packet of VRRP 3 has 12 bits for hundredths of a second (RFC 5798, 5.2.7). */
const LONGEST_V3 = 40.95;

/** An advertisement interval that the instance's VRRP version cannot carry. */
export const advertInterval: DocumentRule = {
  id: 'advert-interval',
  severity: 'error',
  title: 'Advertisement interval that the VRRP version cannot carry',
  docs: 'VRRP 2, the default for IPv4, counts whole seconds: keepalived rounds `advert_int 1.5`, and a node that rounds differently drops the packets. VRRP 3 counts hundredths of a second up to 40.95. Say `version 3` in the instance or `vrrp_version 3` in global_defs, on every node.',
  bad: instance('    advert_int 1.5'),
  good: instance('    advert_int 1.5\n    version 3'),
  checkDocument(document, { configuration }, report) {
    const standard = globalVersion(configuration);
    for (const one of instancesIn(document)) {
      const word = valueOf(one.block, 'advert_int');
      if (!word || word.dynamic || one.conditional || !/^\d*\.?\d*$/.test(word.text)) continue;
      const seconds = Number(word.text);
      if (!(seconds >= 0.01 && seconds <= 255)) continue;
      const version = vrrpVersion(one, standard);
      let message: string | undefined;
      if (version === 2 && !Number.isInteger(seconds)) {
        message = `VRRP 2 counts whole seconds: keepalived rounds ${word.text}. Write a whole number, or "version 3" on every node.`;
      } else if (version === 3 && seconds > LONGEST_V3) {
        message = `VRRP 3 has room for ${LONGEST_V3} seconds at most: keepalived takes that instead of ${word.text}.`;
      } else if (version === 3 && Math.abs(seconds * 100 - Math.round(seconds * 100)) > 1e-6) {
        message = `VRRP 3 counts hundredths of a second: keepalived rounds ${word.text}.`;
      }
      const node = settings(one.block, 'advert_int').at(-1)!;
      if (message !== undefined) report({ range: absolute(one.section, wordRange(node, word)), message });
    }
  },
};
