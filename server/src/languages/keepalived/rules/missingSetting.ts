import type { Finding, SectionRule } from '../../../core/language';
import type { Section } from '../../../core/tree';
import { type Block, isBlock, walk } from '../../../core/tree';
import { extent, has, headRange, isPartial, itemsOf } from '../blocks';
import { instance } from './texts';

/** What a block cannot do without: keywords of which one is needed, and what becomes of the block that lacks them. */
const NEEDS: Readonly<Record<string, readonly { readonly one: readonly string[]; readonly effect: string }[]>> = {
  vrrp_instance: [
    { one: ['virtual_router_id'], effect: 'keepalived refuses to start without the number of the virtual router' },
    {
      one: ['interface', 'unicast_peer', 'vrf'],
      effect: 'without it (and without unicast peers) there is nothing to speak VRRP on',
    },
  ],
  vrrp_script: [{ one: ['script'], effect: 'keepalived removes the script, and what tracks it loses its check' }],
  track_file: [{ one: ['file'], effect: 'keepalived ignores the block' }],
  vrrp_track_file: [{ one: ['file'], effect: 'keepalived ignores the block' }],
  vrrp_sync_group: [{ one: ['group'], effect: 'a sync group without instances is removed' }],
  virtual_server: [
    { one: ['real_server', 'sorry_server'], effect: 'keepalived ignores a virtual server without real servers' },
  ],
};
const CHECKER_NEEDS: Readonly<Record<string, readonly [keyword: string, effect: string]>> = {
  HTTP_GET: ['url', 'keepalived ignores a check without a URL'],
  SSL_GET: ['url', 'keepalived ignores a check without a URL'],
  url: ['path', 'keepalived ignores a URL without a path'],
  MISC_CHECK: ['misc_path', 'keepalived skips the check'],
  FILE_CHECK: ['track_file', 'keepalived ignores the check'],
  BFD_CHECK: ['name', 'keepalived skips the check'],
};

/** A block that lacks what it needs. */
export const missingSetting: SectionRule = {
  id: 'missing-setting',
  severity: 'error',
  title: 'Block that lacks what it needs',
  docs: 'Some blocks do nothing, or are refused, without a certain keyword: an instance without `virtual_router_id`, a script without `script`, a virtual server without real servers. keepalived reports it without naming a line, or not before the whole file is read.',
  bad: instance('    nopreempt').replace('    virtual_router_id 51\n', ''),
  good: instance('    nopreempt'),
  check(section, _context, report) {
    for (const block of walk(section.items)) {
      if (!isBlock(block) || !block.close || isPartial(section, block)) continue;
      for (const { one, effect } of NEEDS[block.type] ?? [])
        if (!has(block, ...one)) report(lacks(section, block, one[0]!, effect));
      const need = block.type.startsWith('virtual_server.real_server.') && CHECKER_NEEDS[block.words[0]!.text];
      if (need && !has(block, need[0])) report(lacks(section, block, ...need));
      if (block.type === 'virtual_server') checkVirtualServer(section, block, report);
      if (block.type === 'vrrp_instance.authentication') checkAuthentication(section, block, report);
      if (block.type === 'global_defs.notification_email' && block.items.length === 0) {
        report({
          ...whole(section, block),
          message: 'The block "notification_email" is empty: nobody gets a mail. Add an address or remove the block.',
        });
      }
      if (block.type === 'vrrp_sync_group') checkSyncGroup(section, block, report);
      if (
        block.type === 'vrrp_instance' &&
        !has(block, 'no_virtual_ipaddress') &&
        itemsOf(block, 'virtual_ipaddress').length === 0
      ) {
        const message = `The instance "${block.words[1]?.text ?? ''}" has no virtual_ipaddress: it hands nothing over.`;
        report({ ...whole(section, block), message });
      }
    }
  },
};

/** The block is at fault as a whole; its name is what an editor underlines. */
function whole(section: Section, block: Block): Pick<Finding, 'range' | 'head'> {
  return { range: extent(section, block), head: headRange(block) };
}

function lacks(section: Section, block: Block, keyword: string, effect: string): Finding {
  const name = [block.words[0]!.text, block.words[1]?.text].filter((word) => word !== undefined).join(' ');
  return { ...whole(section, block), message: `"${name}" lacks "${keyword}": ${effect}.` };
}

type Report = (finding: Finding) => void;

/** keepalived reports each default that it has to take. Only a fwmark does without a protocol. */
function checkVirtualServer(section: Section, block: Block, report: Report): void {
  if (!has(block, 'real_server')) return;
  const target = block.words[1]?.text;
  if (target !== 'fwmark' && !has(block, 'protocol')) {
    report(lacks(section, block, 'protocol', 'keepalived takes UDP'));
  }
  const defaults: [string[], string][] = [
    [['lb_algo', 'lvs_sched'], 'keepalived takes wlc'],
    [['lb_kind', 'lvs_method'], 'keepalived takes NAT'],
  ];
  for (const [one, effect] of defaults) {
    if (!has(block, ...one)) report(lacks(section, block, one[0]!, effect));
  }
}

function checkAuthentication(section: Section, block: Block, report: Report): void {
  if (has(block, 'auth_type') && !has(block, 'auth_pass')) {
    report(lacks(section, block, 'auth_pass', 'keepalived ignores the authentication'));
  }
}

/** One instance needs no group: another name was forgotten. */
function checkSyncGroup(section: Section, block: Block, report: Report): void {
  const members = itemsOf(block, 'group').flatMap((item) => item.words);
  if (members.length !== 1 || members[0]!.dynamic) return;
  const message = `The sync group "${block.words[1]?.text ?? ''}" has a single instance: a group keeps several together. Add the others or remove the group.`;
  report({ ...whole(section, block), message });
}
