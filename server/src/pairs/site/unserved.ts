import { settings } from '../../core/blocks';
import type { Configuration } from '../../core/language';
import { isBlock } from '../../core/tree';
import { blocksIn } from '../node';
import { reportPair } from '../rule';
import { siteExample } from './example';
import { isWildcard } from './proxy';
import { certainInstances, type TogetherRule, virtualAddresses } from './rule';

/** A virtual address that HAProxy does not answer on. */
export const unserved: TogetherRule = {
  id: 'unserved-virtual-address',
  severity: 'info',
  title: 'Virtual address that no bind covers',
  docs: 'keepalived carries the address, but no `bind` of the HAProxy beside it answers there, so clients find the door shut. Bind the address or `*`. Where something else answers on the address, silence this with a comment; addresses of a `virtual_server` are left out.',
  bad: siteExample({ bind: '192.0.2.1:80' }),
  good: siteExample({ bind: '*:80' }),
  checkTogether({ proxies, nodes, site }, report) {
    const binds = proxies.flatMap((proxy) => proxy.binds);
    if (binds.length === 0 || proxies.some((proxy) => proxy.uncertain)) return;
    const balanced = new Set(site.keepalived.flatMap(virtualServers));
    for (const { address, place } of virtualAddresses(nodes)) {
      if (balanced.has(address) || binds.some((bind) => bind.host === address || isWildcard(bind, address))) continue;
      const message = `No bind of the HAProxy beside it covers ${address}: nobody answers there. Bind it, or "*".`;
      reportPair(report, place, message, binds[0]!.place, 'What it binds');
    }
  },
};

/** An instance that does not watch the HAProxy it carries the address for. */
export const untracked: TogetherRule = {
  id: 'untracked-haproxy',
  severity: 'info',
  title: 'VRRP instance that watches nothing',
  docs: 'Without `track_script` or `track_process` keepalived hands over only when the whole node dies: a dead HAProxy keeps the address, and every client gets refused. Track a script that tests HAProxy.',
  bad: siteExample({ lines: '', before: '' }),
  good: siteExample({}),
  checkTogether({ proxies, nodes, site }, report) {
    const bind = proxies.flatMap((proxy) => proxy.binds)[0];
    if (!bind) return;
    const grouped = new Set(site.keepalived.flatMap(watchedByGroup));
    for (const one of certainInstances(nodes)) {
      const watches = one.tracks.some(({ kind }) => kind !== 'interface') || grouped.has(one.name);
      if (watches || one.addresses.length === 0) continue;
      const message = `"${one.name}" watches nothing: when HAProxy dies here, the address stays. Add a track_script that tests it.`;
      reportPair(report, one.head, message, bind.place, 'The HAProxy that it carries the address for');
    }
  },
};

function virtualServers(configuration: Configuration): string[] {
  return blocksOf(configuration, 'virtual_server').flatMap(({ words }) => words[1]?.text.toLowerCase() ?? []);
}

/** Names of the instances whose group tracks something. */
function watchedByGroup(configuration: Configuration): string[] {
  return blocksOf(configuration, 'vrrp_sync_group').flatMap((group) => {
    const tracks = group.items.some((item) => /^track_(?!interface)/.test(item.words[0]!.text));
    const members = settings(group, 'group').flatMap((inner) => (isBlock(inner) ? inner.items : []));
    return tracks ? members.flatMap((item) => item.words.map((word) => word.text)) : [];
  });
}

function blocksOf(configuration: Configuration, type: string) {
  return blocksIn(configuration).flatMap(({ block }) => (block.type === type ? [block] : []));
}
