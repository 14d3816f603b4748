import { headRange, settings, valueOf } from '../../core/blocks';
import type { Configuration } from '../../core/language';
import { type Block, isBlock } from '../../core/tree';
import { blocksIn, isUncertain, placed, type Placed } from '../node';
import { reportPair } from '../rule';
import { siteExample, script } from './example';
import { type Bind, hasPort, isWildcard, type Proxy } from './proxy';
import { running, type TogetherRule, type TogetherView } from './rule';

const balanced = (port: number): string => `virtual_server 192.0.2.10 ${port} {
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 192.0.2.21 8080 {
        TCP_CHECK {
        }
    }
}
`;
const before = (port: number): string => script('"/usr/bin/pgrep --exact haproxy"') + balanced(port);

/** Two that would answer at one address and port: keepalived's own load balancer wins. */
export const virtualServerPort: TogetherRule = {
  id: 'virtual-server-port',
  severity: 'hint',
  title: 'Virtual server on a port that HAProxy binds',
  docs: "A `virtual_server` makes the kernel's load balancer (LVS) take the packets for its address and port before any program of the node sees them: a HAProxy that binds the same runs, and gets no connection. Give each its own port or address, or let one of them go. Nothing is said where a `real_server` may be that HAProxy itself (LVS in front of HAProxy), nor of protocols other than TCP.",
  bad: siteExample({ before: before(80) }),
  good: siteExample({ before: before(8081) }),
  checkTogether(view, report) {
    if (view.proxies.length === 0 || view.proxies.some((proxy) => proxy.uncertain)) return;
    for (const server of view.site.keepalived.flatMap(virtualServers)) {
      const binds = proxiesBeside(view, server.place.uri).map((proxy) => takenBy(server, proxy));
      // Of several HAProxy files it is not known which one runs here.
      if (!binds[0] || binds.includes(undefined)) continue;
      const message = `HAProxy binds port ${server.port} for ${server.address} here as well: LVS takes the packets first, and HAProxy sees none of them. Use another port for one of them.`;
      reportPair(report, server.place, message, binds[0].place, 'What HAProxy binds');
    }
  },
};

interface VirtualServer {
  readonly address: string;
  readonly port: number;
  /** Addresses and ports of its real servers. */
  readonly targets: readonly { readonly address: string; readonly port: number }[];
  readonly place: Placed<string>;
}

/** Those for TCP, of which everything is known. */
function virtualServers(configuration: Configuration): VirtualServer[] {
  return blocksIn(configuration).flatMap((at) => {
    const { section, block } = at;
    if (block.type !== 'virtual_server' || isUncertain(section, block)) return [];
    const { address, port } = target(block, NaN);
    if (!(port > 0) || valueOf(block, 'protocol')?.text.toUpperCase() !== 'TCP') return [];
    const targets = settings(block, 'real_server')
      .filter(isBlock)
      .map((real) => target(real, port));
    return targets.length === 0 ? [] : [{ address, port, targets, place: placed(at, headRange(block), address) }];
  });
}

function target({ words }: Block, standard: number): { address: string; port: number } {
  return { address: words[1]?.text.toLowerCase() ?? '', port: Number(words[2]?.text ?? standard) };
}

/** The HAProxies that may run where a keepalived file does: those that Compose runs elsewhere are left out. */
function proxiesBeside({ proxies, site }: TogetherView, uri: string): Proxy[] {
  const here = running(site, uri)?.services;
  return proxies.filter((proxy) => {
    const first = proxy.binds[0]?.place.uri;
    const there = first === undefined ? undefined : running(site, first)?.services;
    return !here || !there || there.some((service) => here.includes(service));
  });
}

/** The bind that gets nothing; a server of HAProxy is not HAProxy, whatever its port. */
function takenBy({ address, port, targets }: VirtualServer, proxy: Proxy): Bind | undefined {
  const bound = proxy.binds.find(
    (bind) => !bind.transparent && hasPort(bind, port) && (bind.host === address || isWildcard(bind, address)),
  );
  const behind = new Set(proxy.servers().map(({ value }) => value));
  const mayBeProxy = targets.some((one) => !behind.has(one.address) && proxy.binds.some((b) => hasPort(b, one.port)));
  return mayBeProxy ? undefined : bound;
}
