/**
 * What is true in the lab now. Every value here was measured: addresses come from the kernel of each node, ARP from
 * the probe, VRRP state from keepalived's dump, server status from HAProxy's `show stat`. `undefined` means "not
 * known", never "no". The judgements on top of it are in verdict.ts and problems.ts.
 */
import type { LabError } from './errors';

/** `absent`: no container of the lab exists; `stopped`: none runs; `partial`: some run; `running`: all run. */
export type LabPhase = 'unknown' | 'absent' | 'stopped' | 'partial' | 'running';

export type NodeRole = 'web' | 'load-balancer' | 'probe';

/** The engine's word for a container; `absent` when there is none. */
export type ContainerStatus = 'absent' | 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead';

/** How we know what goes on inside: `live` reports arrive, `connecting` they should, `none` nobody to ask. */
export type WatchStatus = 'live' | 'connecting' | 'none';

interface NodeBase {
  /** Compose service name, unique in the lab: `mylb1`. */
  readonly name: string;
  /** Container name as `docker ps` shows it. */
  readonly container: string;
  readonly containerId: string | undefined;
  readonly status: ContainerStatus;
  /** Exit code of the last run, once it has ended. */
  readonly exitCode: number | undefined;
  /** IPv4 address on the lab's network. */
  readonly address: string;
  /** MAC address on the lab's network, lower case; undefined while the container is not running. */
  readonly mac: string | undefined;
  readonly watch: WatchStatus;
  /** Why it is still `connecting`, once a try has failed. */
  readonly watchTrouble?: LabError | undefined;
}

export interface WebState extends NodeBase {
  readonly role: 'web';
}

/** VRRP state names as keepalived logs them; `UNKNOWN` for a code we have no name for. */
export type VrrpStateName = 'INIT' | 'BACKUP' | 'MASTER' | 'FAULT' | 'STOP' | 'DELETED' | 'UNKNOWN';

/** One vrrp_instance as keepalived believes it to be. */
export interface VrrpInstance {
  readonly name: string;
  readonly state: VrrpStateName;
  readonly interface: string;
  readonly virtualRouterId: number;
  readonly basePriority: number;
  readonly effectivePriority: number;
  /** Virtual addresses without prefix length: `10.77.0.100`. */
  readonly addresses: readonly string[];
  /** Milliseconds since the epoch; 0 if keepalived never changed state. */
  readonly lastTransition: number;
}

/** HAProxy's word for a server or proxy, without the `1/2` and `(via ...)` parts. */
export type ProxyStatus = 'OPEN' | 'UP' | 'DOWN' | 'NOLB' | 'DRAIN' | 'MAINT' | 'no check' | 'STOP' | 'UNKNOWN';

/** A parsed `status` column: `DOWN 1/2` is status DOWN, progress 1 of 2 (on its way up). */
export interface ParsedStatus {
  readonly status: ProxyStatus;
  readonly progress: { readonly done: number; readonly of: number } | undefined;
  /** What stands in brackets: `via be/srv`, `resolution`. */
  readonly reason: string | undefined;
}

/** What goes through a proxy or server. */
export interface Traffic {
  /** `limit` is undefined where there is none. */
  readonly sessions: { readonly current: number; readonly total: number; readonly limit?: number | undefined };
  /** New sessions in the last second. */
  readonly rate: number;
}

/** Why a server is in maintenance or drained, other than by its health. */
export interface AdminState {
  readonly state: 'MAINT' | 'DRAIN';
  /** `runtime`: the runtime API, an agent or the statistics page; `tracked`: taken over from the server it tracks. */
  readonly by: 'runtime' | 'tracked' | 'configuration' | 'resolution';
}

/** Last health check of a server: `L7OK`, code 200. */
export interface CheckState {
  readonly status: string;
  readonly code: number | undefined;
  readonly detail: string;
  readonly running: boolean;
  /** Milliseconds; undefined while none has ended. */
  readonly duration: number | undefined;
  /** Checks that failed while the server was UP, and how often it went DOWN, since HAProxy started. */
  readonly failures: number;
  readonly downs: number;
}

export interface ServerState extends ParsedStatus, Traffic {
  readonly name: string;
  readonly address: string;
  /** As it is balanced with: 0 when drained, less during a slow start. */
  readonly weight: number;
  /** As it was last set, and as the configuration set it when it was loaded; undefined where nobody tells. */
  readonly weights: { readonly set: number; readonly configured: number } | undefined;
  readonly backup: boolean;
  readonly queue: number;
  /** Undefined when the server has no check. */
  readonly check: CheckState | undefined;
  readonly admin: readonly AdminState[];
  /** When the status changed last: milliseconds since the epoch, by our clock; undefined where nobody tells. */
  readonly since: number | undefined;
}

export interface BackendState extends ParsedStatus, Traffic {
  readonly name: string;
  readonly mode: string;
  readonly queue: number;
  readonly since: number | undefined;
  readonly servers: readonly ServerState[];
}

export interface FrontendState extends ParsedStatus, Traffic {
  readonly name: string;
  readonly mode: string;
}

/** A vrrp_script as keepalived sees it; `passing` is undefined until it has run often enough to tell. */
export interface ScriptState {
  readonly name: string;
  readonly passing: boolean | undefined;
}

export interface LoadBalancerState extends NodeBase {
  readonly role: 'load-balancer';
  /** IPv4 addresses that the node's kernel holds; undefined when it cannot be asked (paused, not connected). */
  readonly addresses: readonly string[] | undefined;
  /** TCP addresses on which something awaits connections: `0.0.0.0:8080`, `[::]:80`; undefined when nobody tells. */
  readonly listeners: readonly string[] | undefined;
  readonly keepalived: 'up' | 'down' | 'unknown';
  readonly vrrp: readonly VrrpInstance[];
  readonly scripts: readonly ScriptState[];
  readonly haproxy: 'up' | 'down' | 'unknown';
  readonly frontends: readonly FrontendState[];
  readonly backends: readonly BackendState[];
}

/** What the probe sees of one virtual address from the client's side. */
export interface ProbeView {
  readonly address: string;
  /** MAC in the kernel's neighbour table: where this client's packets go now. */
  readonly neighbour: string | undefined;
  /** Every MAC that answered ARP requests for the address within the last second. */
  readonly repliers: readonly string[];
  /** Does an HTTP request to the address get an answer? */
  readonly answers: boolean | undefined;
  /** `X-LB` header of the last answer: which load balancer served it. */
  readonly servedBy: string | undefined;
  /** Why there is no answer: `connection refused`, `timeout`. */
  readonly failure: string | undefined;
}

export interface ProbeState extends NodeBase {
  readonly role: 'probe';
  readonly views: readonly ProbeView[];
}

export type NodeState = WebState | LoadBalancerState | ProbeState;

/**
 * Who holds a virtual address.
 * - `held`: one node, and the client's side agrees.
 * - `frozen`: one node, which is paused: it answers ARP and nothing else.
 * - `phantom`: keepalived is MASTER on `nodes` but no kernel holds the address.
 * - `orphan`: `node` holds the address although its keepalived is not MASTER or not running.
 * - `split`: several nodes hold it (a name that is a MAC address is a stranger on the network).
 * - `stale`: `holder` holds it, but the client still sends to `seen` (node name or MAC address).
 * - `nobody`: no node holds it.  - `unknown`: nobody could be asked.
 */
export type VipVerdict =
  | { readonly kind: 'held'; readonly holder: string }
  | { readonly kind: 'frozen'; readonly holder: string }
  | { readonly kind: 'phantom'; readonly nodes: readonly string[] }
  | { readonly kind: 'orphan'; readonly node: string }
  | { readonly kind: 'split'; readonly nodes: readonly string[] }
  | { readonly kind: 'stale'; readonly holder: string; readonly seen: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'unknown' };

export interface VipState {
  /** `10.77.0.100` */
  readonly address: string;
  readonly verdict: VipVerdict;
  /** Nodes that hold the address, by kernel or, where the kernel cannot be asked, by ARP. */
  readonly holders: readonly string[];
  /** Nodes whose keepalived believes itself MASTER for the address. */
  readonly masters: readonly string[];
  /** The client's side; undefined until the probe has reported. */
  readonly seen: ProbeView | undefined;
}

export interface Problem {
  /** Stable while the problem lasts: `vip:10.77.0.100`, `server:be_web/myweb1`. */
  readonly id: string;
  readonly severity: 'error' | 'warning';
  /** The node it is shown at, when there is one. */
  readonly node: string | undefined;
  /** One sentence, without secrets. */
  readonly message: string;
}

/** A fault that a drill has caused and that is not healed yet. */
export interface ActiveFault {
  /** Of the drill. */
  readonly id: string;
  /** For people: `HAProxy killed`. */
  readonly title: string;
  /** The node that it strikes. */
  readonly target: string;
  /** When it was marked, just before it was caused: ISO 8601, UTC. */
  readonly since: string;
}

export interface LabState {
  /** Compose project name. */
  readonly project: string;
  readonly phase: LabPhase;
  /** Why the engine cannot be asked; undefined while it can. The rest is then the last that was known. */
  readonly trouble: LabError | undefined;
  /** In the order of compose.yaml. */
  readonly nodes: readonly NodeState[];
  readonly vips: readonly VipState[];
  /** Errors first. Empty when all is well or the lab is not running on purpose. */
  readonly problems: readonly Problem[];
  /** Undefined when no fault is active. */
  readonly fault: ActiveFault | undefined;
}

/** Load balancers of a state, in order. */
export function loadBalancers(state: Pick<LabState, 'nodes'>): LoadBalancerState[] {
  return state.nodes.filter((node) => node.role === 'load-balancer');
}

/** The phase that the containers' statuses add up to. */
export function phaseOf(nodes: readonly Pick<NodeState, 'status'>[]): LabPhase {
  const running = nodes.filter(({ status }) => status === 'running' || status === 'paused' || status === 'restarting');
  if (nodes.length > 0 && running.length === nodes.length) return 'running';
  if (running.length > 0) return 'partial';
  return nodes.every(({ status }) => status === 'absent') ? 'absent' : 'stopped';
}
