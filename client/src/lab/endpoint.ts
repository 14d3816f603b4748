/**
 * Where a Docker engine may be, in the order in which the docker command line looks: DOCKER_HOST, DOCKER_CONTEXT, the
 * current context of config.json; after these, the sockets that engines are known to make.
 * Source: docker/cli, cli/command/cli.go (resolveContextName) and cli/context/store.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { LabError } from './errors';

/** One address to try. Certificates are PEM texts. */
export interface Endpoint {
  readonly description: string;
  /** Environment that leads the `docker` command to the same engine. */
  readonly env: Readonly<Record<string, string>>;
  readonly address:
    | { readonly kind: 'socket'; readonly path: string }
    | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: Tls | undefined };
}

export interface Tls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** What the answer depends on; given so that tests need no real home folder. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly uid: number | undefined;
}

export function surroundings(env: NodeJS.ProcessEnv = process.env): Surroundings {
  return { env, home: homedir(), platform: process.platform, uid: process.getuid?.() };
}

/** Reads a file, or undefined when there is none. */
async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LabError('context', `${file} is not valid JSON.`, 'Mend or remove that file, or set DOCKER_HOST.', {
      cause,
    });
  }
}

async function readTls(folder: string): Promise<Tls | undefined> {
  const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map((n) => readIfThere(join(folder, n))));
  return ca !== undefined && cert !== undefined && key !== undefined ? { ca, cert, key } : undefined;
}

function parseHost(host: string, tls: Tls | undefined, from: string): Endpoint['address'] {
  const socket = /^(?:unix|npipe):\/\/(.*)$/.exec(host)?.[1];
  if (socket !== undefined) return { kind: 'socket', path: socket };
  if (/^(?:tcp|https?):\/\//.test(host)) {
    const url = new URL(host.replace(/^\w+:/, 'http:'));
    const port = url.port === '' ? (tls ? 2376 : 2375) : Number(url.port);
    return { kind: 'tcp', host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, tls };
  }
  throw new LabError(
    'context',
    `${from} names ${host}, an address of a kind that cannot be used here.`,
    'Use an engine on a unix socket, a named pipe or tcp. An ssh one: forward its socket with `ssh -L`, and set DOCKER_HOST to it.',
  );
}

async function fromContext(name: string, folder: string): Promise<Endpoint> {
  const hash = createHash('sha256').update(name).digest('hex');
  const file = join(folder, 'contexts', 'meta', hash, 'meta.json');
  const text = await readIfThere(file);
  if (text === undefined) {
    const action = 'Choose another with `docker context use`, or unset DOCKER_CONTEXT.';
    throw new LabError('context', `There is no Docker context named ${name}.`, action);
  }
  const meta = parseJson(text, file) as { Endpoints?: { docker?: { Host?: unknown } } };
  const host = meta.Endpoints?.docker?.Host;
  if (typeof host !== 'string') {
    throw new LabError('context', `The Docker context ${name} names no engine.`, `Look at ${file}.`);
  }
  const tls = await readTls(join(folder, 'contexts', 'tls', hash, 'docker'));
  const address = parseHost(host, tls, `The Docker context ${name}`);
  return { description: `context ${name} (${host})`, env: { DOCKER_CONTEXT: name }, address };
}

/** Sockets of Docker, Docker Desktop, rootless Docker, Colima, OrbStack, Rancher Desktop and Podman. */
function knownSockets({ env, home, platform, uid }: Surroundings): string[] {
  if (platform === 'win32') return ['//./pipe/docker_engine', '//./pipe/dockerDesktopLinuxEngine'];
  const runtime = env['XDG_RUNTIME_DIR'] ?? (uid === undefined ? undefined : `/run/user/${uid}`);
  return [
    '/var/run/docker.sock',
    ...(runtime === undefined ? [] : [`${runtime}/docker.sock`]),
    `${home}/.docker/run/docker.sock`,
    `${home}/.docker/desktop/docker.sock`,
    `${home}/.colima/default/docker.sock`,
    `${home}/.orbstack/run/docker.sock`,
    `${home}/.rd/docker.sock`,
    ...(runtime === undefined ? [] : [`${runtime}/podman/podman.sock`]),
    '/run/podman/podman.sock',
  ];
}

/**
 * The endpoints to try, best first. One that the person chose (variable or context) is the only one.
 * @throws LabError context
 */
export async function endpoints(where: Surroundings): Promise<Endpoint[]> {
  const { env } = where;
  const folder = env['DOCKER_CONFIG'] ?? join(where.home, '.docker');
  const host = env['DOCKER_HOST'];
  if (host !== undefined && host !== '') {
    const tls = env['DOCKER_TLS_VERIFY'] ? await readTls(env['DOCKER_CERT_PATH'] ?? folder) : undefined;
    const address = parseHost(host, tls, 'DOCKER_HOST');
    return [{ description: `DOCKER_HOST (${host})`, env: { DOCKER_HOST: host }, address }];
  }

  const file = join(folder, 'config.json');
  const config = await readIfThere(file);
  const current = config === undefined ? undefined : (parseJson(config, file) as { currentContext?: unknown });
  const name = env['DOCKER_CONTEXT'] ?? current?.currentContext;
  if (typeof name === 'string' && name !== '' && name !== 'default') return [await fromContext(name, folder)];

  const scheme = where.platform === 'win32' ? 'npipe' : 'unix';
  return knownSockets(where).map((path) => ({
    description: path,
    env: { DOCKER_HOST: `${scheme}://${path}` },
    address: { kind: 'socket', path },
  }));
}
