/** The sockets that engines are known to make, in the order in which they are tried. */
import type { Surroundings } from './surroundings';

export interface KnownSocket {
  readonly path: string;
  /** Whose it is: `Podman, rootless`. */
  readonly engine: string;
}

const WINDOWS: readonly KnownSocket[] = [
  { path: '//./pipe/docker_engine', engine: 'Docker' },
  { path: '//./pipe/dockerDesktopLinuxEngine', engine: 'Docker Desktop' },
  { path: '//./pipe/podman-machine-default', engine: 'Podman machine' },
];

/** Sources: the documentation of each engine, and testcontainers' strategies. */
export function knownSockets({ env, home, platform, uid }: Surroundings): readonly KnownSocket[] {
  if (platform === 'win32') return WINDOWS;
  const runtime = env['XDG_RUNTIME_DIR'] || (uid === undefined ? undefined : `/run/user/${uid}`);
  const ofUser = (path: string, engine: string) =>
    runtime === undefined ? [] : [{ path: `${runtime}/${path}`, engine }];
  const found: readonly KnownSocket[] = [
    { path: '/var/run/docker.sock', engine: 'Docker' },
    ...ofUser('docker.sock', 'Docker, rootless'),
    { path: `${home}/.docker/run/docker.sock`, engine: 'Docker, rootless or Desktop' },
    { path: `${home}/.docker/desktop/docker.sock`, engine: 'Docker Desktop' },
    { path: `${home}/.colima/default/docker.sock`, engine: 'Colima' },
    { path: `${home}/.config/colima/default/docker.sock`, engine: 'Colima' },
    { path: `${home}/.orbstack/run/docker.sock`, engine: 'OrbStack' },
    { path: `${home}/.rd/docker.sock`, engine: 'Rancher Desktop' },
    { path: `${home}/.lima/docker/sock/docker.sock`, engine: 'Lima' },
    ...ofUser('podman/podman.sock', 'Podman, rootless'),
    { path: '/run/podman/podman.sock', engine: 'Podman' },
    { path: `${home}/.local/share/containers/podman/machine/podman.sock`, engine: 'Podman machine' },
  ];
  return found;
}
