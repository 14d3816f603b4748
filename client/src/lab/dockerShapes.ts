/** What the engine tells, in the few fields that the lab uses, and how that is read from its JSON. */
import type { ContainerStatus } from './state';

export interface EngineInfo {
  /** Where it was found, for messages: `context colima (unix:///...)`. */
  readonly description: string;
  /** Environment that leads the `docker` command to it. */
  readonly env: Readonly<Record<string, string>>;
  /** Ports that containers publish are on another machine than this one. */
  readonly remote: boolean;
  readonly apiVersion: string;
  /** Of the engine: `28.2.2`. */
  readonly version: string;
}

export interface ContainerInfo {
  readonly id: string;
  readonly name: string;
  readonly imageId: string;
  readonly status: ContainerStatus;
  /** Of the last run. */
  readonly exitCode: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Lower-case MAC addresses by network name; only while it runs. */
  readonly macs: Readonly<Record<string, string>>;
  /** Host ports it publishes or would publish. */
  readonly ports: readonly number[];
}

export interface VolumeInfo {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface RawVolume {
  Name: string;
  Labels?: Record<string, string> | null;
}

export interface NetworkInfo {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly subnets: readonly string[];
}

export interface ExecResult {
  readonly exitCode: number;
  /** Standard output and standard error as they came. */
  readonly output: string;
}

export interface RawContainer {
  Id: string;
  Names?: string[];
  ImageID?: string;
  State?: string;
  Status?: string;
  Labels?: Record<string, string>;
  Ports?: { PublicPort?: number }[];
  NetworkSettings?: { Networks?: Record<string, { MacAddress?: string }> };
}

export interface RawNetwork {
  Id: string;
  Name: string;
  Labels?: Record<string, string> | null;
  IPAM?: { Config?: { Subnet?: string }[] | null };
}

const STATUSES: readonly string[] = ['created', 'running', 'paused', 'restarting', 'exited', 'dead'];

export function containerInfo(raw: RawContainer): ContainerInfo {
  const state = (raw.State ?? '').toLowerCase();
  const exit = /^Exited \((\d+)\)/.exec(raw.Status ?? '')?.[1];
  const networks = Object.entries(raw.NetworkSettings?.Networks ?? {});
  return {
    id: raw.Id,
    name: (raw.Names?.[0] ?? '').replace(/^\//, ''),
    imageId: raw.ImageID ?? '',
    // `removing` (and Podman's `stopped`, `configured`) have no row of their own.
    status: STATUSES.includes(state) ? (state as ContainerStatus) : state === 'removing' ? 'dead' : 'exited',
    exitCode: exit === undefined ? undefined : Number(exit),
    labels: raw.Labels ?? {},
    macs: Object.fromEntries(
      networks.flatMap(([name, { MacAddress: mac }]) => (mac ? [[name, mac.toLowerCase()] as const] : [])),
    ),
    ports: (raw.Ports ?? []).flatMap(({ PublicPort: port }) => (port === undefined ? [] : [port])),
  };
}

export function networkInfo({ Id: id, Name: name, Labels: labels, IPAM: ipam }: RawNetwork): NetworkInfo {
  const subnets = (ipam?.Config ?? []).flatMap(({ Subnet: subnet }) => (subnet === undefined ? [] : [subnet]));
  return { id, name, labels: labels ?? {}, subnets };
}
