import type { DocumentRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { absolute, itemsOf, wordRange } from '../blocks';
import { type Instance, instancesIn } from '../instances';
import { instance } from './texts';

/** keepalived reports a repetition within one instance from this version on. */
const REPORTED_SINCE = '2.3';

/** One virtual address in two places. */
export const duplicateAddress: DocumentRule = {
  id: 'duplicate-address',
  severity: 'warning',
  title: 'Virtual address that is given twice',
  docs: 'An address that two instances carry belongs to whichever changed state last: when one of them hands over, the other loses its address, too. keepalived says nothing of it; of a repetition within one instance it does from 2.3 on.',
  bad: instance('    nopreempt') + instance('    nopreempt').replace('VI_1', 'VI_2').replace('51', '52'),
  good:
    instance('    nopreempt') +
    instance('    nopreempt').replace('VI_1', 'VI_2').replace('51', '52').replace('.10/', '.11/'),
  checkDocument(document, { schema }, report) {
    const first = new Map<string, { one: Instance; range: ReturnType<typeof absolute> }>();
    for (const one of instancesIn(document)) {
      if (one.conditional) continue;
      for (const item of [
        ...itemsOf(one.block, 'virtual_ipaddress'),
        ...itemsOf(one.block, 'virtual_ipaddress_excluded'),
      ]) {
        const word = item.words[0]!;
        const device = item.words[item.words.findIndex((other) => other.text === 'dev') + 1];
        const key = `${word.text.split('/')[0]!} ${device === word ? (one.interface ?? '') : (device?.text ?? '')}`;
        const range = absolute(one.section, wordRange(item, word));
        const other = first.get(key);
        if (!other) {
          first.set(key, { one, range });
          continue;
        }
        const same = other.one === one;
        report({
          range,
          message: `${word.text} ${same ? 'is given here already' : `is an address of "${other.one.name}" as well`}: remove one of them.`,
          related: [{ range: other.range, message: 'First given here' }],
          ...(same && compareVersions(schema.version, REPORTED_SINCE) >= 0 && { severity: 'error' as const }),
        });
      }
    }
  },
};
