import type { DocumentRule, Finding } from '../../../core/language';
import { absolute, extent, settings, wordRange } from '../blocks';
import { type Instance, instancesIn } from '../instances';
import { weightedIn } from '../tracking';
import { globals, instance } from './texts';

const script = `${globals}vrrp_script chk_haproxy {
    script "/usr/bin/true"
    weight -20
}
`;
const tracking = '    track_script {\n        chk_haproxy\n    }';

/** An instance whose priority is 255 cannot be lowered: weights do nothing. */
export const addressOwner: DocumentRule = {
  id: 'address-owner-weight',
  severity: 'error',
  title: 'Weight on an instance of priority 255',
  docs: 'Priority 255 says that the node owns the address: keepalived never changes it, and ignores what is tracked with a weight (a script, a file, an interface, a BFD instance). Without `priority`, `state MASTER` means 255. Give a priority below 255, or track it without a weight (its failure then takes the instance down).',
  bad: script + instance(tracking).replace('priority 100', 'priority 255'),
  good: script + instance(tracking),
  checkDocument(document, { configuration }, report) {
    const index = configuration.index(document);
    for (const one of instancesIn(document)) {
      if (one.conditional || !isOwner(one)) continue;
      for (const { item, name, weight } of weightedIn(one.block, index))
        report(finding(one, wordRange(item, item.words[0]!), name, weight));
    }
  },
};

/** Nothing said and MASTER wanted: keepalived takes the node for the owner. */
function isOwner(one: Instance): boolean {
  if (settings(one.block, 'priority').length === 0) return one.state === 'MASTER';
  return one.priority === 255;
}

function finding(one: Instance, range: Finding['range'], name: string, weight: number): Finding {
  const implied = one.priority !== 255;
  const why = implied ? '"state MASTER" without "priority", which means 255,' : 'priority 255';
  const head = absolute(one.section, range);
  return {
    // What is missing is missing in the whole block.
    range: implied ? absolute(one.section, extent(one.section, one.block)) : head,
    head,
    message: `"${name}" (weight ${weight}) cannot change ${why} of "${one.name}": keepalived ignores it. Give a priority below 255.`,
  };
}
