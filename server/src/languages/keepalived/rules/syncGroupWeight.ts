import type { Configuration, DocumentRule } from '../../../core/language';
import { type Block, isBlock } from '../../../core/tree';
import { absolute, has, isPartial, itemsOf, wordRange } from '../blocks';
import { instancesIn } from '../instances';
import { weightedIn } from '../tracking';
import { globals, instance } from './texts';

const script = `${globals}vrrp_script chk_haproxy {
    script "/usr/bin/true"
    weight -20
}
`;
const members =
  instance('    track_script {\n        chk_haproxy\n    }') +
  instance('    nopreempt').replace('VI_1', 'VI_2').replace('51', '52').replace('.10/', '.11/');
const group = (more: string): string =>
  `vrrp_sync_group G1 {\n    group {\n        VI_1\n        VI_2\n    }\n${more}}\n`;

/** The instances of a sync group change state together: no priority of one of them may change alone. */
export const syncGroupWeight: DocumentRule = {
  id: 'sync-group-weight',
  severity: 'error',
  title: 'Weight on an instance of a sync group',
  docs: 'The instances of a sync group go to MASTER and BACKUP together, so keepalived does not let a weight change the priority of one of them: it ignores a tracked script or BFD instance that has a weight, and the weight of a tracked file or interface. Track it without a weight (its failure then takes the whole group down), or allow weights with `sync_group_tracking_weight` in the group.',
  bad: script + group('') + members,
  good: script + group('    sync_group_tracking_weight\n') + members,
  checkDocument(document, { configuration }, report) {
    const groups = groupsIn(configuration);
    if (groups.size === 0) return;
    const index = configuration.index(document);
    for (const one of instancesIn(document)) {
      const group = groups.get(one.name);
      if (group === undefined || one.conditional) continue;
      for (const { item, name, weight } of weightedIn(one.block, index)) {
        const message = `"${name}" has a weight (${weight}), but "${one.name}" changes state with the sync group "${group}": keepalived ignores it. Track it without a weight, or give the group "sync_group_tracking_weight".`;
        report({ range: absolute(one.section, wordRange(item, item.words[0]!)), message });
      }
    }
  },
};

/** The name of its group by that of the instance, where the group allows no weights. */
function groupsIn(configuration: Configuration): Map<string, string> {
  const found = new Map<string, string>();
  for (const document of configuration.documents) {
    for (const section of document.sections) {
      for (const block of section.items) {
        if (!isBlock(block) || block.type !== 'vrrp_sync_group' || isPartial(section, block)) continue;
        if (!has(block, 'sync_group_tracking_weight')) addMembers(block, found);
      }
    }
  }
  return found;
}

function addMembers(block: Block, found: Map<string, string>): void {
  for (const { words } of itemsOf(block, 'group')) {
    for (const { text } of words) if (!found.has(text)) found.set(text, block.words[1]?.text ?? '');
  }
}
