/**
 * What a drill is: a fault as steps that cause it and steps that take it back. Steps are data, so that the mark which a
 * lab carries while a fault is active says how to heal it, whoever has caused it (mark.ts).
 */
import type { DrillId } from '../../../../server/src/protocol';
import type { NodeRole } from '../state';

/** One thing done to one node. All are harmless when they are done already. */
export type Step =
  | { readonly do: 'start' | 'stop' | 'kill' | 'pause' | 'unpause'; readonly node: string }
  /** The program `fault` of the node's image does it: `link down`, `web slow`. */
  | { readonly do: 'fault'; readonly node: string; readonly words: readonly string[] };

/** Who is who when a drill begins. */
export interface Cast {
  /** The node that the fault strikes, by default the first of its role, for load balancers the holder of the address. */
  readonly target: string;
  /** Load balancer that holds the address. */
  readonly holder: string;
  /** The other load balancers. */
  readonly others: readonly string[];
  /** Address by name, of the nodes and of what clients ask. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly virtualAddress: string;
}

/** Which nodes a drill can strike: servers that HAProxy balances, the holder of the address, or the one behind it. */
export type Target = 'server' | 'holder' | 'backup';

export interface Drill {
  readonly id: DrillId;
  /** For menus: `HAProxy killed`. */
  readonly title: string;
  /** What is done and what it stands for in real life, in one or two sentences. */
  readonly does: string;
  readonly target: Target;
  /** How many nodes of a role have to run; `server`: nodes that HAProxy balances, of whichever role. */
  readonly needs: Readonly<Partial<Record<Exclude<NodeRole, 'web'> | 'server', number>>>;
  /** The load balancer that it strikes works no more, or nobody reaches it: what its kernel holds is of no use. */
  readonly cutsOff: boolean;
  /** Made true before the baseline is taken; `heal` takes it back as well. */
  prepare?(cast: Cast): readonly Step[];
  inject(cast: Cast): readonly Step[];
  heal(cast: Cast): readonly Step[];
}

/** Whether the node that is struck is web server and load balancer at once. */
export function isShared({ target, holder, others }: Cast): boolean {
  return [holder, ...others].includes(target);
}

/** `fault` on a node. */
export function fault(node: string, ...words: readonly string[]): Step {
  return { do: 'fault', node, words };
}
