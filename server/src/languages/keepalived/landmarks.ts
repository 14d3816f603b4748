import { itemsOf } from '../../core/blocks';
import type { Landmark } from '../../core/landmarks';
import { type Block, isBlock, type Section } from '../../core/tree';

/** VRRP instances, their virtual addresses, and the scripts that they and groups track. */
export function landmarks(section: Section): Landmark[] {
  return section.items.filter(isBlock).flatMap(ofBlock);
}

function ofBlock(block: Block): Landmark[] {
  const { type, line } = block;
  const name = block.words[1]?.text ?? '';
  switch (type) {
    case 'vrrp_script':
      return [{ kind: 'script', name, line }];
    case 'vrrp_sync_group':
      return tracked(block, name);
    case 'vrrp_instance':
      return [
        { kind: 'instance', name, line },
        ...['virtual_ipaddress', 'virtual_ipaddress_excluded'].flatMap((keyword) =>
          itemsOf(block, keyword).map((item) => ({
            kind: 'address' as const,
            name: item.words[0]!.text.replace(/\/\d+$/, ''),
            within: name,
            line: item.line,
          })),
        ),
        ...tracked(block, name),
      ];
    default:
      return [];
  }
}

function tracked(block: Block, within: string): Landmark[] {
  return itemsOf(block, 'track_script').map(({ words, line }) => ({
    kind: 'track',
    name: words[0]!.text,
    within,
    line,
  }));
}
