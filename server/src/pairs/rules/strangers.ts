import { isWithin } from '../../core/ipv4';
import type { Severity } from '../../core/language';
import type { ClusterNode, NodeInstance } from '../node';
import {
  areStrangers,
  bare,
  example,
  exampleNode,
  familyOf,
  type NeighbourNodes,
  type NodeRule,
  type Report,
  reportPair,
  virtualRouters,
} from '../rule';

/** Two virtual routers of two nodes that carry one address. */
export const sharedAddress: NodeRule = {
  id: 'pair-shared-address',
  severity: 'warning',
  title: 'Virtual address in two virtual routers',
  docs: 'An address belongs to one virtual router, whose nodes agree on who carries it. Given to another router of another node as well, it is carried by both at the same time: neither hears of the other, and clients reach now the one and now the other.',
  bad: example(
    exampleNode('lb1', '    priority 101'),
    exampleNode('lb2', '    priority 100', { id: 52, name: 'VI_2' }),
  ),
  good: example(
    exampleNode('lb1', '    priority 101'),
    exampleNode('lb2', '    priority 100', { id: 52, name: 'VI_2', address: '192.0.2.11/24' }),
  ),
  checkNodes(nodes, report) {
    for (const [one, other] of strangers(nodes)) {
      const known = new Map(one.addresses.map((place) => [bare(place.value), place]));
      for (const address of other.addresses) {
        const first = known.get(bare(address.value));
        if (!first) continue;
        const message = `${bare(address.value)} is an address of "${one.name}" on ${one.node} as well: both nodes carry it at the same time. Remove one of them.`;
        reportPair(report, address, message, first, `In "${one.name}"`);
      }
    }
  },
};

/** Two virtual routers of two nodes that go by one number. */
export const sharedRouterId: NodeRule = {
  id: 'pair-shared-router-id',
  severity: 'warning',
  title: 'virtual_router_id used for two virtual routers',
  docs: 'On one network the `virtual_router_id` alone tells virtual routers apart. Two of them with one number hear each other, drop what they hear, and complain of it in the log at every advertisement; with `use_vmac` both answer under one MAC address, and switches deliver to only one of them. Two clusters of the workspace are held against each other as well: when they are said to be on one network (`haconf check --together`, a network of one Compose file), or, as information, when their addresses are of one subnet.',
  bad: example(
    exampleNode('lb1', '    priority 101'),
    exampleNode('lb2', '    priority 100', { name: 'VI_2', address: '192.0.2.11/24' }),
  ),
  good: example(
    exampleNode('lb1', '    priority 101'),
    exampleNode('lb2', '    priority 100', { id: 52, name: 'VI_2', address: '192.0.2.11/24' }),
  ),
  checkNodes(nodes, report, neighbours) {
    for (const neighbour of neighbours) checkNeighbour(nodes, neighbour, report);
    for (const [one, other] of strangers(nodes)) {
      if (!one.id || one.id.value !== other.id?.value || !onOneNetwork(one, other)) continue;
      const message = `"${one.name}" of ${one.node} has virtual_router_id ${one.id.value} as well, and other addresses: each takes the other's advertisements for broken ones. Give one of them another number.`;
      reportPair(report, other.id, message, one.id, `Used by "${one.name}"`);
    }
  },
};

/** Two clusters on one network: one that shares an address is a copy of the other rather than beside it. */
function checkNeighbour(
  nodes: readonly ClusterNode[],
  { nodes: others, sameNetwork }: NeighbourNodes,
  report: Report,
): void {
  const theirs = certainInstances(others);
  const own = certainInstances(nodes);
  const addresses = new Set(theirs.flatMap((one) => one.addresses.map(({ value }) => bare(value))));
  if (own.some((one) => one.addresses.some(({ value }) => addresses.has(bare(value))))) return;
  for (const one of own) {
    const other = theirs.find((stranger) => stranger.id?.value === one.id?.value && hears(one, stranger));
    if (!one.id || !other?.id || !(sameNetwork || inOneSubnet(one, other))) continue;
    const [message, severity]: [string, Severity] = sameNetwork
      ? [`"${other.name}" of another cluster on this network has virtual_router_id ${one.id.value} as well`, 'warning']
      : [
          `"${other.name}" of another cluster has virtual_router_id ${one.id.value} and an address of the same subnet`,
          'info',
        ];
    const related = [{ uri: other.id.uri, range: other.id.range, message: `Used by "${other.name}" of ${other.node}` }];
    report(one.id.uri, {
      range: one.id.range,
      severity,
      message: `${message}: each takes the other's advertisements for broken ones. Give one of them another number.`,
      related,
    });
  }
}

function certainInstances(nodes: readonly ClusterNode[]): NodeInstance[] {
  return nodes.flatMap(({ instances }) => instances).filter(({ uncertain }) => !uncertain);
}

/** Both have an address of one IPv4 network, and say so with a prefix length. */
function inOneSubnet(one: NodeInstance, other: NodeInstance): boolean {
  return one.addresses.some(({ value }) =>
    other.addresses.some(
      (theirs) =>
        prefixOf(value) !== undefined &&
        prefixOf(value) === prefixOf(theirs.value) &&
        isWithin(bare(value), theirs.value) === true,
    ),
  );
}

/** Of a network that can hold two addresses. */
function prefixOf(address: string): string | undefined {
  const prefix = address.split('/')[1];
  return prefix === '32' ? undefined : prefix;
}

/** Every two instances of different nodes that are not nodes of one virtual router. */
function* strangers(nodes: readonly ClusterNode[]): Generator<[NodeInstance, NodeInstance]> {
  const routers = virtualRouters(nodes);
  for (const [i, node] of nodes.entries()) {
    for (const earlier of nodes.slice(0, i)) {
      for (const other of node.instances) {
        for (const one of earlier.instances) {
          const same = routers.some((router) => router.includes(one) && router.includes(other));
          if (!same && !one.uncertain && !other.uncertain && one.name !== other.name) yield [one, other];
        }
      }
    }
  }
}

/** As far as can be told: the same interface name, and both shout to everybody. */
function onOneNetwork(one: NodeInstance, other: NodeInstance): boolean {
  return areStrangers(one, other) && hears(one, other);
}

function hears(one: NodeInstance, other: NodeInstance): boolean {
  const shouts = ({ peers, source }: NodeInstance): boolean => peers.length === 0 && source === undefined;
  const device = ({ device: name }: NodeInstance): string => name ?? '';
  return (
    familyOf(one) === familyOf(other) &&
    device(one) === device(other) &&
    device(one) !== '' &&
    shouts(one) &&
    shouts(other)
  );
}
