import type { Finding, SectionRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { addressFamily } from '../address';
import { extent, has, headRange, itemsOf, settings, valueOf, wordRange } from '../blocks';
import { type Instance, instancesOf } from '../instances';
import { instance } from './texts';

const peers = (source: string, peer: string): string =>
  `    unicast_src_ip ${source}\n    unicast_peer {\n        ${peer}\n    }`;

/** Peers that the instance cannot speak to. */
export const unicast: SectionRule = {
  id: 'unicast-peer',
  severity: 'error',
  title: 'Unicast peers that do not fit the instance',
  docs: 'Peers have to be of the family of the virtual addresses, and the node itself is none of them. `unicast_src_ip` without a peer makes no unicast: keepalived falls back to multicast, and says from 2.2.4 on that it will not do so for long.',
  bad: instance(peers('192.0.2.1', '2001:db8::2')),
  good: instance(peers('192.0.2.1', '192.0.2.2')),
  check(section, { schema }, report) {
    for (const one of instancesOf(section)) {
      if (one.conditional) continue;
      checkPeers(one, report);
      const peers = itemsOf(one.block, 'unicast_peer').length;
      const source = settings(one.block, 'unicast_src_ip').at(-1);
      if (source && peers === 0 && compareVersions(schema.version, '2.2') >= 0) {
        const message = '"unicast_src_ip" without a "unicast_peer": keepalived speaks multicast. List the other nodes.';
        report({ range: extent(section, one.block), head: headRange(source), message });
      }
      const vmac = settings(one.block, 'use_vmac').at(-1);
      if (vmac && peers > 0 && !has(one.block, 'vmac_xmit_base')) {
        report({
          range: headRange(vmac),
          message: 'Unicast with "use_vmac" needs "vmac_xmit_base": keepalived sets it. Add the line.',
        });
      }
    }
  },
};

function checkPeers(one: Instance, report: (finding: Finding) => void): void {
  const own = valueOf(one.block, 'unicast_src_ip');
  const hasAddresses = itemsOf(one.block, 'virtual_ipaddress').length > 0;
  const seen = new Set<string>();
  for (const item of itemsOf(one.block, 'unicast_peer')) {
    const word = item.words[0]!;
    const family = addressFamily(word.text);
    if (word.dynamic || family === undefined) continue;
    const range = wordRange(item, word);
    if (hasAddresses && family !== one.family) {
      report({
        range,
        message: `${word.text} is an IPv${family} address, but the instance speaks IPv${one.family}: keepalived skips the peer.`,
      });
    } else if (own?.text === word.text) {
      report({ range, message: `${word.text} is this node itself: list only the other nodes.`, severity: 'warning' });
    } else if (seen.has(word.text)) {
      report({ range, message: `${word.text} is listed already.`, severity: 'warning' });
    }
    seen.add(word.text);
  }
}
