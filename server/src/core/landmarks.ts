/** Lines that something stands behind when the configuration runs: an editor can show beside them how it is. */

export type LandmarkKind =
  'frontend' | 'backend' | 'server' | 'template' | 'bind' | 'instance' | 'address' | 'script' | 'track';

/** An address that is bound. `host` is empty for every address; IPv6 without brackets. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface Landmark {
  readonly kind: LandmarkKind;
  /** As the running program calls it: `myweb1`, `10.77.0.100` (without prefix length), `chk_haproxy`. */
  readonly name: string;
  /** What it belongs to: the backend of a server, the frontend of a bind, the instance of an address. */
  readonly within?: string;
  /** From 0. */
  readonly line: number;
  /** Of a bind: what the text tells; empty where only the running program knows. */
  readonly endpoints?: readonly Endpoint[];
  /** Of a template, whose name is a prefix: the numbers of its first and last server, `[1, 3]` for `web1` to `web3`. */
  readonly numbers?: readonly [number, number];
}
