import type { ParsedDocument } from '../../core/document';
import type { Configuration } from '../../core/language';
import { Kept } from '../../core/kept';
import { type Block, isBlock, type Section, walk } from '../../core/tree';
import { addressFamily } from './address';
import { has, isConditional, itemsOf, settings, valueOf } from './blocks';

/** A VRRP instance as the rules over several of them see it; `undefined`: not said, or not known before run time. */
export interface Instance {
  readonly section: Section;
  readonly block: Block;
  readonly name: string;
  readonly state: string | undefined;
  readonly interface: string | undefined;
  readonly id: number | undefined;
  readonly priority: number | undefined;
  readonly version: number | undefined;
  /** Of its first virtual address; 4 when nothing else is said. */
  readonly family: 4 | 6;
  readonly unicast: boolean;
  /** Sends from an interface of its own, or to an address of its own. */
  readonly ownChannel: boolean;
  /** Some of its lines are read on one node only: nothing is certain. */
  readonly conditional: boolean;
}

const known = new Kept<readonly Instance[]>();

/** The instances of a section; computed once. */
export function instancesOf(section: Section): readonly Instance[] {
  let found = known.get(section);
  if (!found) {
    const blocks = section.items.filter((item): item is Block => isBlock(item) && item.type === 'vrrp_instance');
    known.set(section, (found = blocks.map((block) => instance(section, block))));
  }
  return found;
}

export function instancesIn(document: ParsedDocument): Instance[] {
  return document.sections.flatMap((section) => instancesOf(section));
}

function instance(section: Section, block: Block): Instance {
  const text = (keyword: string): string | undefined => {
    const word = valueOf(block, keyword);
    return word === undefined || word.dynamic ? undefined : word.text;
  };
  const number = (keyword: string): number | undefined => {
    const value = text(keyword);
    return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
  };
  const first = itemsOf(block, 'virtual_ipaddress')[0]?.words[0];
  const six = has(block, 'native_ipv6') || (first !== undefined && addressFamily(first.text.split('/')[0]!) === 6);
  return {
    section,
    block,
    name: block.words[1]?.text ?? '',
    state: text('state'),
    interface: text('interface'),
    id: number('virtual_router_id'),
    priority: number('priority'),
    version: number('version'),
    family: six ? 6 : 4,
    unicast: has(block, 'unicast_peer', 'unicast_src_ip'),
    ownChannel: has(block, 'use_vmac', 'use_ipvlan', 'mcast_dst_ip', 'vrf'),
    conditional: walk(block.items).some((node) => node.words[0]!.dynamic || isConditional(section, node)),
  };
}

/** What global_defs says of a keyword: its value, `''` when it stands there without one. */
export function globalSetting(configuration: Configuration, keyword: string): string | undefined {
  let value: string | undefined;
  for (const document of configuration.documents) {
    for (const section of document.sections) {
      for (const item of section.items) {
        if (!isBlock(item) || item.type !== 'global_defs') continue;
        const statement = settings(item, keyword).at(-1);
        if (statement) value = statement.words[1]?.text ?? '';
      }
    }
  }
  return value;
}

/** VRRP version of instances that say none: the global one. */
export function globalVersion(configuration: Configuration): number {
  return globalSetting(configuration, 'vrrp_version') === '3' ? 3 : 2;
}

/** The VRRP version an instance runs: its own, 3 for IPv6, the global one. */
export function vrrpVersion(one: Instance, standard: number): number {
  return one.version ?? (one.family === 6 ? 3 : standard);
}
