import { reportPair } from '../rule';
import { siteExample } from './example';
import { running, type TogetherRule, virtualAddresses } from './rule';

const SYSCTL = { 4: 'net.ipv4.ip_nonlocal_bind', 6: 'net.ipv6.ip_nonlocal_bind' };

/** A bind on an address that another node may hold. */
export const bindVirtual: TogetherRule = {
  id: 'bind-virtual-address',
  severity: 'warning',
  title: 'bind on a virtual address that another node may hold',
  docs: 'HAProxy cannot bind an address that its node does not hold: on the backup it does not start, and after a failover nobody answers. `bind *:PORT` needs nothing; `transparent` on the line, or the kernel setting `net.ipv4.ip_nonlocal_bind`, lets it bind the address all the same. `haproxy -c` does not bind, and says nothing. Where a Compose file tells how the node is run, its `sysctls` are looked at; elsewhere this is only information.',
  bad: siteExample({ bind: '192.0.2.10:80' }),
  good: siteExample({ bind: '192.0.2.10:80 transparent' }),
  checkTogether({ proxies, nodes, site }, report) {
    const virtual = virtualAddresses(nodes);
    for (const bind of proxies.flatMap((proxy) => proxy.binds)) {
      const found = virtual.find(({ address }) => address === bind.host);
      if (!found || bind.transparent) continue;
      const name = SYSCTL[bind.host.includes(':') ? 6 : 4];
      const here = running(site, bind.place.uri);
      const unset = here?.services.filter(({ sysctls }) => sysctls[name] !== '1') ?? [];
      if (here && unset.length === 0) continue;
      // A privileged or host-networked service gets its kernel's settings elsewhere.
      const known = unset.some(({ privileged, networkMode }) => !privileged && networkMode === undefined);
      const where = known
        ? `"${name}: 1" is missing among the sysctls of ${unset.map((one) => one.name).join(' and ')}`
        : `it needs "${name} = 1"`;
      const message = `${bind.host} is a virtual address: a node that does not hold it cannot bind it, and HAProxy does not start there; ${where}. Bind "*:${bind.ports[0]}", or add "transparent".`;
      reportPair(
        (uri, finding) => {
          report(uri, { ...finding, ...(!known && { severity: 'info' }) });
        },
        bind.place,
        message,
        found.place,
        'The virtual address',
        { title: 'Add "transparent"', edits: [{ range: bind.end.range, text: ' transparent' }] },
      );
    }
  },
};
