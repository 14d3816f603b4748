/** The verdicts on a virtual address in words: what it means, and what to do about it. */
import type { VipVerdict } from '../lab/state';

export interface Advice {
  /** The field's own name for it: `Split brain`. */
  readonly name: string;
  readonly meaning: string;
  readonly remedy: string;
}

/** Nothing for the verdicts that need no explanation. */
export function adviceFor(verdict: VipVerdict): Advice | undefined {
  switch (verdict.kind) {
    case 'held':
    case 'unknown':
      return undefined;
    case 'frozen':
      return {
        name: 'Frozen holder',
        meaning: `${verdict.holder} is paused: its kernel still answers ARP for the address, but no program answers requests.`,
        remedy: `Unpause or kill ${verdict.holder}. The other node takes over once it misses the advertisements.`,
      };
    case 'phantom':
      return {
        name: 'Phantom master',
        meaning: `keepalived on ${verdict.nodes.join(' and ')} says MASTER, but no kernel holds the address.`,
        remedy:
          'Look for refused address changes in the node’s log; it needs NET_ADMIN. Then restart keepalived there.',
      };
    case 'orphan':
      return {
        name: 'Orphaned address',
        meaning: `${verdict.node} still holds the address although its keepalived is not MASTER or not running.`,
        remedy: `Start keepalived on ${verdict.node}, which takes the address up again or drops it; or restart the node.`,
      };
    case 'split':
      return {
        name: 'Split brain',
        meaning: `${verdict.nodes.join(' and ')} hold the address at the same time; each client reaches the one that answered ARP last.`,
        remedy:
          'Make sure that keepalived runs on each of them and that they hear each other: same virtual_router_id, ' +
          'same authentication, VRRP (protocol 112) not filtered. A holder without keepalived gives the address up when it restarts; one that is no load balancer has to be told to.',
      };
    case 'stale':
      return {
        name: 'Stale ARP',
        meaning: `${verdict.holder} holds the address, but clients still send to ${verdict.seen}.`,
        remedy: `It ends when their ARP entry expires. Restart keepalived on ${verdict.holder} to announce the address again (gratuitous ARP).`,
      };
    case 'nobody':
      return {
        name: 'Nobody holds it',
        meaning: 'No node has the address, so nothing answers on it.',
        remedy: 'Start keepalived, or HAProxy if keepalived tracks it, on at least one load balancer.',
      };
  }
}
