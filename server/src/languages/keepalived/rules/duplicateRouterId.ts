import type { DocumentRule } from '../../../core/language';
import { absolute, settings, headRange } from '../blocks';
import { type Instance, instancesIn } from '../instances';
import { instance } from './texts';

/** Two instances of one node that speak as the same virtual router. */
export const duplicateRouterId: DocumentRule = {
  id: 'duplicate-router-id',
  severity: 'error',
  title: 'virtual_router_id used twice on one interface',
  docs: 'Instances on one interface and of one address family are told apart by `virtual_router_id` alone. keepalived refuses two with the same number (and names no line) unless they speak unicast, or to different multicast addresses.',
  bad: instance('    nopreempt') + instance('    nopreempt').replace('VI_1', 'VI_2').replace('.10/', '.11/'),
  good:
    instance('    nopreempt') +
    instance('    nopreempt').replace('VI_1', 'VI_2').replace('51', '52').replace('.10/', '.11/'),
  checkDocument(document, _context, report) {
    const first = new Map<string, Instance>();
    for (const one of instancesIn(document)) {
      if (one.id === undefined || one.interface === undefined || one.unicast || one.ownChannel || one.conditional)
        continue;
      const key = `${one.interface} ${one.family} ${one.id}`;
      const other = first.get(key);
      if (!other) {
        first.set(key, one);
        continue;
      }
      const place = (of: Instance) => absolute(of.section, headRange(settings(of.block, 'virtual_router_id').at(-1)!));
      report({
        range: place(one),
        message: `"${other.name}" and "${one.name}" both use virtual_router_id ${one.id} with IPv${one.family} on ${one.interface}: give one of them another number.`,
        related: [{ range: place(other), message: `Used by "${other.name}"` }],
      });
    }
  },
};
