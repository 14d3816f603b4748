/** Who holds a virtual address: judged from kernels and ARP, with keepalived's belief only compared against them. */
import type { LoadBalancerState, NodeState, ProbeState, ProbeView, VipState, VipVerdict } from './state';
import { loadBalancers } from './state';

/** What the judgement rests on, for one address. */
interface Evidence {
  readonly holders: readonly string[];
  readonly masters: readonly string[];
  readonly seen: ProbeView | undefined;
}

/** Whether keepalived of this node says MASTER for the address; a node that cannot be asked says nothing. */
function isMaster(node: LoadBalancerState, address: string): boolean {
  return (
    node.keepalived === 'up' &&
    node.vrrp.some((instance) => instance.state === 'MASTER' && instance.addresses.includes(address))
  );
}

/** A node whose kernel cannot be asked is judged by whether its MAC answers ARP for the address. */
function holds(node: LoadBalancerState, address: string, seen: ProbeView | undefined): boolean {
  if (node.status !== 'running' && node.status !== 'paused') return false;
  if (node.addresses !== undefined) return node.addresses.includes(address);
  return node.mac !== undefined && (seen?.repliers.includes(node.mac) ?? false);
}

function judge(nodes: readonly LoadBalancerState[], evidence: Evidence): VipVerdict {
  const { holders, masters, seen } = evidence;
  const [holder, second] = holders;
  const known = nodes.some((node) => node.addresses !== undefined) || (seen?.repliers.length ?? 0) > 0;
  if (!known) {
    const stopped = nodes.every((node) => node.status !== 'running' && node.status !== 'paused');
    return stopped ? { kind: 'nobody' } : { kind: 'unknown' };
  }
  if (second !== undefined) return { kind: 'split', nodes: holders };
  if (holder === undefined) return masters.length > 0 ? { kind: 'phantom', nodes: masters } : { kind: 'nobody' };

  const node = nodes.find(({ name }) => name === holder);
  // A single stranger: none of ours holds the address, yet somebody answers for it.
  if (node === undefined) return { kind: 'split', nodes: holders };
  if (node.status === 'paused') return { kind: 'frozen', holder };
  if (node.keepalived !== 'unknown' && !masters.includes(holder)) return { kind: 'orphan', node: holder };
  if (seen?.neighbour !== undefined && node.mac !== undefined && seen.neighbour !== node.mac) {
    return { kind: 'stale', holder, seen: nameOf(nodes, seen.neighbour) };
  }
  return { kind: 'held', holder };
}

function nameOf(nodes: readonly NodeState[], mac: string): string {
  return nodes.find((node) => node.mac === mac)?.name ?? mac;
}

/** Judges one virtual address. Pure. */
export function vipState(nodes: readonly NodeState[], address: string): VipState {
  const balancers = loadBalancers({ nodes });
  const seen = nodes
    .filter((node): node is ProbeState => node.role === 'probe' && node.watch === 'live')
    .flatMap(({ views }) => views)
    .find((view) => view.address === address);
  const macs = new Set(balancers.map(({ mac }) => mac));
  const holders = [
    ...balancers.filter((node) => holds(node, address, seen)).map(({ name }) => name),
    // Whoever else answers for it, be it a node of the lab that is none of the load balancers.
    ...(seen?.repliers.filter((mac) => !macs.has(mac)).map((mac) => nameOf(nodes, mac)) ?? []),
  ];
  const masters = balancers.filter((node) => isMaster(node, address)).map(({ name }) => name);
  return { address, verdict: judge(balancers, { holders, masters, seen }), holders, masters, seen };
}

/** A verdict in words, for a tree row or a status bar item. */
export function verdictText(verdict: VipVerdict): string {
  switch (verdict.kind) {
    case 'held':
      return `held by ${verdict.holder}`;
    case 'frozen':
      return `held by ${verdict.holder}, which is paused`;
    case 'phantom':
      return `phantom master: ${verdict.nodes.join(', ')} says MASTER but holds no address`;
    case 'orphan':
      return `orphan: ${verdict.node} holds it but is not MASTER`;
    case 'split':
      return `split brain: ${verdict.nodes.join(' and ')} hold it`;
    case 'stale':
      return `stale ARP: held by ${verdict.holder}, clients send to ${verdict.seen}`;
    case 'nobody':
      return 'nobody holds it';
    case 'unknown':
      return 'not known yet';
  }
}
