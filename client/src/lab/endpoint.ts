/**
 * Where a Docker engine may be, in the order in which the docker command line looks: DOCKER_HOST, DOCKER_CONTEXT, the
 * current context of config.json; after these, the sockets that engines are known to make.
 * Source: docker/cli, cli/command/cli.go (resolveContextName).
 */
import { join } from 'node:path';
import { currentContext, readTls, storedContext, type Tls } from './dockerConfig';
import { LabError } from './errors';
import { knownSockets } from './knownSockets';
import type { Surroundings } from './surroundings';

/** One address to try. */
export interface Endpoint {
  readonly description: string;
  /** Environment that leads the `docker` command to the same engine. An empty variable counts as none there. */
  readonly env: Readonly<Record<string, string>>;
  readonly address: Address;
}

export type Address =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: Tls | undefined }
  /** Through a command; `context` is the Docker context that says so, if one does. */
  | { readonly kind: 'ssh'; readonly url: string; readonly context: string | undefined };

/** Where the docker command keeps its configuration. */
export function configFolder({ env, home }: Surroundings): string {
  return env['DOCKER_CONFIG'] || join(home, '.docker');
}

/** Whether the engine's ports are published on another machine than this one. */
export function isRemote(address: Address): boolean {
  if (address.kind === 'socket') return false;
  return address.kind === 'ssh' || !/^(?:localhost|127(?:\.\d+){3}|::1)$/.test(address.host);
}

function parseHost(host: string, tls: Tls | undefined, from: string, context?: string): Address {
  const socket = /^(?:unix|npipe):\/\/(.*)$/.exec(host)?.[1];
  if (socket !== undefined) return { kind: 'socket', path: socket };
  if (/^ssh:\/\/[^/]/.test(host)) return { kind: 'ssh', url: host, context };
  if (/^(?:tcp|https?):\/\//.test(host) && URL.canParse(host.replace(/^\w+:/, 'http:'))) {
    const url = new URL(host.replace(/^\w+:/, 'http:'));
    const port = url.port === '' ? (tls ? 2376 : 2375) : Number(url.port);
    return { kind: 'tcp', host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, tls };
  }
  throw new LabError(
    'context',
    `${from} names ${host}, an address of a kind that cannot be used here.`,
    'Use an engine on a unix socket, a named pipe, tcp or ssh: unix:///run/docker.sock, tcp://host:2376, ssh://user@host.',
  );
}

/** The engine of a Docker context. @throws LabError context */
export async function contextEndpoint(name: string, where: Surroundings): Promise<Endpoint> {
  const { host, tls } = await storedContext(name, configFolder(where));
  return {
    description: `context ${name} (${host})`,
    // DOCKER_HOST would win over the context.
    env: { DOCKER_HOST: '', DOCKER_CONTEXT: name, ...kept(where.env, ['DOCKER_CONFIG']) },
    address: parseHost(host, tls, `The Docker context ${name}`, name),
  };
}

function kept(env: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const])));
}

/** The engine at a socket. */
export function socketEndpoint(path: string, platform: NodeJS.Platform): Endpoint {
  const scheme = platform === 'win32' ? 'npipe' : 'unix';
  return { description: path, env: { DOCKER_HOST: `${scheme}://${path}` }, address: { kind: 'socket', path } };
}

/** The engine that DOCKER_HOST names, if it does. @throws LabError context */
async function hostEndpoint(where: Surroundings): Promise<Endpoint | undefined> {
  const { env } = where;
  const host = env['DOCKER_HOST'];
  if (host === undefined || host === '') return undefined;
  let tls: Tls | undefined;
  if (env['DOCKER_TLS_VERIFY']) {
    const folder = env['DOCKER_CERT_PATH'] || configFolder(where);
    tls = await readTls(folder);
    if (tls === undefined) {
      const action = 'Put ca.pem, cert.pem and key.pem there, or name their folder in DOCKER_CERT_PATH.';
      throw new LabError('context', `DOCKER_TLS_VERIFY is set, but ${folder} holds no certificates.`, action);
    }
  }
  return {
    description: `DOCKER_HOST (${host})`,
    env: { DOCKER_HOST: host, ...kept(env, ['DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_CONFIG']) },
    address: parseHost(host, tls, 'DOCKER_HOST'),
  };
}

/**
 * The endpoints to try, best first. One that the person chose (variable or context) is the only one.
 * @throws LabError context
 */
export async function endpoints(where: Surroundings): Promise<Endpoint[]> {
  const named = await hostEndpoint(where);
  if (named !== undefined) return [named];
  const name = where.env['DOCKER_CONTEXT'] || (await currentContext(configFolder(where)));
  if (name !== undefined && name !== 'default') return [await contextEndpoint(name, where)];
  return knownSockets(where).map(({ path }) => socketEndpoint(path, where.platform));
}
