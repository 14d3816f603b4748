import type { Range } from 'vscode-languageserver-types';

/** What a Compose file says of networks and of who is in them. */
export interface Compose {
  readonly uri: string;
  readonly services: readonly ComposeService[];
  readonly networks: ReadonlyMap<string, ComposeNetwork>;
}

export interface ComposeService {
  readonly name: string;
  /** Where its name stands. */
  readonly range: Range;
  /** What other services may call it: its own name, that of its container, aliases. */
  readonly names: readonly string[];
  /** Networks by name, with its fixed addresses there. */
  readonly networks: ReadonlyMap<string, readonly string[]>;
  /** `host` and the like; then it has no networks of its own. */
  readonly networkMode: string | undefined;
  /** Ports that it says it listens on for TCP; `undefined`: it says nothing, or nothing that is certain. */
  readonly ports: readonly PortRange[] | undefined;
  readonly capabilities: readonly string[];
  readonly privileged: boolean;
  readonly sysctls: Readonly<Record<string, string>>;
  /** Addresses of files and folders that it mounts. */
  readonly mounts: readonly string[];
  /** Paths in it that its environment and command name. */
  readonly paths: readonly string[];
}

/** First and last. */
export type PortRange = readonly [first: number, last: number];

export interface ComposeNetwork {
  readonly range: Range;
  readonly external: boolean;
  readonly subnets: readonly string[];
  /** What addresses are handed out from; empty: the whole subnets. */
  readonly pools: readonly string[];
  /** Addresses that are never handed out. */
  readonly reserved: readonly string[];
}

/** The services that run a file: they mount it, or name it in their environment or command. */
export function servicesOf(compose: Compose, uri: string): ComposeService[] {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  const folder = uri.slice(0, uri.lastIndexOf('/'));
  return compose.services.filter(({ mounts, paths }) =>
    mounts.some((mount) => mount === uri || mount === folder) && !paths.some((path) => isOther(path, name))
      ? true
      : paths.some((path) => path.slice(path.lastIndexOf('/') + 1) === name),
  );
}

/** Names another file of the same kind: the folder is mounted, but this file is not the one that is run. */
function isOther(path: string, name: string): boolean {
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last !== name && last.endsWith(name.slice(name.lastIndexOf('.')));
}
