import { isWithin } from '../../core/ipv4';
import type { ComposeNetwork, ComposeService } from '../../core/compose';
import { reportPair } from '../rule';
import { composeExample, siteExample } from './example';
import { certainInstances, running, type TogetherRule, type TogetherView, virtualAddresses } from './rule';

/** A keepalived in a container that may not set addresses. */
export const netAdmin: TogetherRule = {
  id: 'compose-net-admin',
  severity: 'warning',
  title: 'keepalived in a container without NET_ADMIN',
  docs: 'Setting an address needs the capability NET_ADMIN. Without it keepalived becomes MASTER, says so, and holds nothing: a phantom master. Add `cap_add: [NET_ADMIN]` to the service.',
  bad: siteExample({ compose: composeExample({ lb: 'restart: always' }) }),
  good: siteExample({ compose: composeExample({}) }),
  checkTogether({ nodes, site }, report) {
    for (const { head } of certainInstances(nodes)) {
      const here = running(site, head.uri);
      const bare = here?.services.filter((one) => !one.privileged && !mayAdminister(one)) ?? [];
      for (const { name, range } of bare) {
        const message = `The service ${name} runs this without NET_ADMIN: keepalived becomes MASTER there but cannot set the address. Add "cap_add: [NET_ADMIN]".`;
        reportPair(report, head, message, { value: name, uri: here!.compose.uri, range }, 'The service');
      }
    }
  },
};

function mayAdminister({ capabilities }: ComposeService): boolean {
  return capabilities.includes('NET_ADMIN') || capabilities.includes('ALL');
}

/** A virtual address that the containers' network does not have, or gives to somebody else. */
export const virtualNetwork: TogetherRule = {
  id: 'compose-address',
  severity: 'warning',
  title: 'Virtual address that does not fit the Compose network',
  docs: "A virtual address has to lie in a subnet of the service's networks, or nobody reaches it, and Docker must not give it to a container: neither as a fixed address nor out of its pool. Keep it free with `aux_addresses`, or give an `ip_range` that does not hold it.",
  bad: siteExample({ address: '198.51.100.10/24', compose: composeExample({}) }),
  good: siteExample({
    compose: composeExample({ network: '          aux_addresses: { virtual: 192.0.2.10 }\n' }),
  }),
  checkTogether(view, report) {
    const { nodes, site } = view;
    for (const { address, place } of virtualAddresses(nodes)) {
      const here = running(site, place.uri);
      if (!here) continue;
      for (const service of here.services) {
        const fault = addressFault(view, service, address);
        if (!fault) continue;
        const at = { value: address, uri: here.compose.uri, range: fault.at };
        reportPair(
          (uri, finding) => {
            report(uri, { ...finding, ...(fault.unsure && { severity: 'info' }) });
          },
          place,
          fault.message,
          at,
          fault.note,
        );
        break;
      }
    }
  },
};

interface Fault {
  readonly message: string;
  readonly at: ComposeNetwork['range'];
  readonly note: string;
  readonly unsure?: boolean;
}

function addressFault({ site }: TogetherView, service: ComposeService, address: string): Fault | undefined {
  const compose = site.compose!;
  const networks = [...service.networks.keys()].map((name) => ({ name, network: compose.networks.get(name) }));
  // Of a network without a subnet here the engine chooses one.
  if (service.networkMode !== undefined || networks.length === 0) return undefined;
  if (networks.some(({ network }) => !network || network.external || network.subnets.length === 0)) return undefined;
  const subnets = networks.flatMap(({ network }) => network!.subnets);
  const held = networks.find(({ network }) => network!.subnets.some((subnet) => isWithin(address, subnet)));
  if (!held) {
    if (subnets.some((subnet) => isWithin(address, subnet) === undefined)) return undefined;
    const message = `${address} lies in no network of the service ${service.name} (${subnets.join(', ')}): nobody there reaches it.`;
    return { message, at: networks[0]!.network!.range, note: 'Its network' };
  }
  const members = compose.services.filter((one) => one.networks.has(held.name));
  const owner = members.find((one) => one.networks.get(held.name)!.includes(address));
  if (owner) {
    const message = `${address} is the fixed address of the service ${owner.name}: two machines would answer for it.`;
    return { message, at: owner.range, note: 'The service' };
  }
  const { pools, reserved, range } = held.network!;
  const isHandedOut = pools.length === 0 || pools.some((pool) => isWithin(address, pool) !== false);
  const takes = members.some((one) => one.networks.get(held.name)!.length === 0);
  if (!isHandedOut || reserved.includes(address) || !takes) return undefined;
  const message = `Docker may give ${address} to a container without a fixed address: keep it free with "aux_addresses" of the network ${held.name}.`;
  return { message, at: range, note: 'The network', unsure: true };
}

/** A server whose name no service has. */
export const serverName: TogetherRule = {
  id: 'compose-server-name',
  severity: 'hint',
  title: 'Server name that no Compose service on a shared network has',
  docs: 'In a Compose project a `server` may be named as the service is, and Docker finds its address on a network that both are in. HAProxy does not start when the name is not found. A name without dots that no service has may still be known otherwise: then this is only a hint.',
  bad: siteExample({ server: 'web1:80', compose: composeExample({}) }),
  good: siteExample({
    server: 'web1:80',
    compose: composeExample({ more: '  web1:\n    image: nginx\n    networks: [lab]\n' }),
  }),
  checkTogether({ proxies, site }, report) {
    if (!site.compose) return;
    for (const server of proxies.flatMap((proxy) => proxy.servers())) {
      if (!/^[a-z][\w-]*$/.test(server.value) || server.value === 'localhost') continue;
      const here = running(site, server.uri);
      const service = here?.services[0];
      if (!here || !service || service.networkMode !== undefined) continue;
      const named = here.compose.services.filter(({ names }) =>
        names.some((name) => name.toLowerCase() === server.value),
      );
      const networks = [...service.networks.keys()];
      if (networks.some((name) => here.compose.networks.get(name)?.external)) continue;
      if (named.some((one) => networks.some((network) => one.networks.has(network)))) continue;
      const other = named[0];
      const message = other
        ? `The service ${other.name} shares no network with ${service.name}: HAProxy cannot find "${server.value}" there.`
        : `No service of the Compose file is called "${server.value}": HAProxy does not start when it cannot find the name.`;
      const at = { value: service.name, uri: here.compose.uri, range: (other ?? service).range };
      reportPair(
        (uri, finding) => {
          report(uri, { ...finding, ...(other && { severity: 'warning' }) });
        },
        server,
        message,
        at,
        other ? 'The service' : 'The service that runs HAProxy',
      );
    }
  },
};
