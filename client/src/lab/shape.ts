/** What a new lab is to be: how many nodes of each kind, how its load balancers talk, what it is built on. */

export interface LabShape {
  /** Of labs that have nodes for that alone; 1 to MOST_NODES. */
  readonly webServers: number;
  /** Load balancers, or servers that are both; 2 to MOST_NODES. */
  readonly loadBalancers: number;
  readonly vrrpTransport: VrrpTransport;
  readonly vrrpVersion: VrrpVersion;
  readonly baseImage: string;
}

export type VrrpTransport = (typeof VRRP_TRANSPORTS)[number];
export type VrrpVersion = (typeof VRRP_VERSIONS)[number];

export const VRRP_TRANSPORTS = ['multicast', 'unicast'] as const;
export const VRRP_VERSIONS = [2, 3] as const;

/** Of each kind: addresses and ports leave room for so many. */
export const MOST_NODES = 9;
export const LEAST_NODES = { webServers: 1, loadBalancers: 2 } as const;

/** Three generations of Debian; any image with apt-get will do. */
export const BASE_IMAGES = ['debian:trixie-slim', 'debian:bookworm-slim', 'debian:sid-slim'] as const;

export const DEFAULT_SHAPE: LabShape = {
  webServers: 2,
  loadBalancers: 2,
  vrrpTransport: 'multicast',
  vrrpVersion: 2,
  baseImage: BASE_IMAGES[0],
};

/** A number of nodes that is possible. */
export function countOf(kind: keyof typeof LEAST_NODES, wanted: number): number {
  if (!Number.isInteger(wanted)) return DEFAULT_SHAPE[kind];
  return Math.min(Math.max(wanted, LEAST_NODES[kind]), MOST_NODES);
}
