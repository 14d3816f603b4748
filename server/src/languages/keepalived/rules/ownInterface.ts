import type { SectionRule } from '../../../core/language';
import { itemsOf, wordRange } from '../blocks';
import { instancesOf } from '../instances';
import { instance } from './texts';

const tracking = (name: string): string => instance(`    track_interface {\n        ${name}\n    }`);

/** An instance that tracks the interface that it stands on. */
export const ownInterface: SectionRule = {
  id: 'own-interface',
  severity: 'info',
  title: 'Instance that tracks its own interface',
  docs: 'An instance always goes to FAULT with the interface that it stands on: keepalived ignores the interface in `track_interface`, with its weight, and reports it. List the others only.',
  bad: tracking('eth0'),
  good: tracking('eth1'),
  check(section, _context, report) {
    for (const one of instancesOf(section)) {
      if (one.interface === undefined || one.conditional) continue;
      for (const item of itemsOf(one.block, 'track_interface')) {
        const [word] = item.words;
        if (word?.text !== one.interface) continue;
        report({
          range: wordRange(item, word),
          message: `"${word.text}" is the interface of "${one.name}" itself, which goes to FAULT with it anyway: keepalived ignores the line.`,
        });
      }
    }
  },
};
