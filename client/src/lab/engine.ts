/**
 * Finds a Docker engine and talks HTTP to it. The only importer of dockerode, and only when somebody connects: what we
 * take from it is its modem (sockets, named pipes, TLS, upgrades); timeouts, cancellation and errors are ours.
 */
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex, Readable } from 'node:stream';
import { agreedVersion, Renegotiating } from './apiVersion';
import { Engine } from './dockerApi';
import { endpoints, isRemote, type Address, type Endpoint } from './endpoint';
import { surroundings, type Surroundings } from './surroundings';
import { cancelled, mapError, timedOut } from './errorMap';
import { LabError } from './errors';
import { sshAgent } from './sshAgent';
import type { Call, Transport } from './transport';

export { Engine } from './dockerApi';

const CALL_TIMEOUT = 20_000;
const FIRST_TIMEOUT = 5_000;
/** A connection over ssh has to be made and keys exchanged. */
const SSH_TIMEOUT = 20_000;

export interface ConnectOptions {
  /** Instead of process.env. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Instead of what this machine is (tests). */
  readonly surroundings?: Surroundings | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the first answer; 5 s when not given, over ssh 20 s. */
  readonly timeout?: number | undefined;
}

/** dockerode's modem, as far as we use it. */
interface Modem {
  dial(options: Dial, callback: (error: unknown, answer: unknown) => void): void;
}

type Dial = Readonly<Record<string, unknown>> & { readonly isStream?: boolean };

function dialOptions(call: Call, signal: AbortSignal, more: Dial): Dial {
  const query = Object.fromEntries(Object.entries(call.query ?? {}).filter(([, value]) => value !== undefined));
  const accepted = [101, 200, 201, 204, ...(call.accept ?? [])].map((status) => [status, true] as const);
  return {
    method: call.method,
    // The modem appends a query only where it sees a question mark.
    path: Object.keys(query).length === 0 ? call.path : `${call.path}?`,
    options: { _query: query, _body: call.body ?? {} },
    statusCodes: Object.fromEntries(accepted),
    abortSignal: signal,
    ...(call.archive && { file: call.archive }),
    ...more,
  };
}

class ModemTransport implements Transport {
  constructor(private readonly modem: Modem) {}

  async request(call: Call): Promise<unknown> {
    const answer = await this.dial<unknown>(call, {});
    return Buffer.isBuffer(answer) ? answer.toString() || undefined : answer;
  }

  stream(call: Call): Promise<Readable> {
    return this.dial<Readable>(call, { isStream: true });
  }

  hijack(call: Call): Promise<Duplex> {
    return this.dial<Duplex>(call, { isStream: true, hijack: true, openStdin: true });
  }

  private dial<T>(call: Call, more: Dial): Promise<T> {
    const { signal, timeout = CALL_TIMEOUT, what } = call;
    const abort = new AbortController();
    return new Promise<T>((resolve, reject) => {
      const fail = (error: LabError) => {
        settle();
        reject(error);
        abort.abort();
      };
      const onAbort = () => {
        fail(cancelled());
      };
      const timer = setTimeout(() => {
        fail(timedOut(what, timeout));
      }, timeout);
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      if (signal?.aborted === true) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort);
      this.modem.dial(dialOptions(call, abort.signal, more), (error: unknown, answer: unknown) => {
        settle();
        if (error !== null && error !== undefined) reject(mapError(error, what));
        else resolve(more.isStream === true ? (cutOnAbort(answer as Readable, signal) as T) : (answer as T));
      });
    });
  }
}

/** Ties a stream that has begun to the signal. */
function cutOnAbort<T extends Readable>(stream: T, signal: AbortSignal | undefined): T {
  // Whoever reads gets the error; when nobody reads at that moment, it must not end the process.
  stream.on('error', () => undefined);
  const cut = () => {
    stream.destroy(cancelled());
  };
  if (signal?.aborted === true) cut();
  signal?.addEventListener('abort', cut);
  stream.once('close', () => {
    signal?.removeEventListener('abort', cut);
  });
  return stream;
}

/** @param env Of the programs that carry the connection, where there are any. */
async function transportTo({ address }: Endpoint, env: NodeJS.ProcessEnv, version?: string): Promise<Transport> {
  const { default: Docker } = await import('dockerode');
  const docker = new Docker({
    // Fields set to undefined keep the modem from taking DOCKER_HOST into account a second time.
    host: undefined,
    protocol: 'http',
    ...target(address, env),
    ...(version && { version: `v${version}` }),
  });
  return new ModemTransport(docker.modem as unknown as Modem);
}

/** dockerode's options for an address; its types leave out that it takes an agent. */
function target(address: Address, env: NodeJS.ProcessEnv): object {
  switch (address.kind) {
    case 'socket':
      return { socketPath: address.path };
    case 'ssh':
      // The program behind the agent knows where to go. VS Code puts an agent of its own in the place of one for a host
      // (http.proxySupport), and leaves that of a socket alone.
      return { socketPath: address.url, agent: sshAgent(address.url, env) };
    case 'tcp': {
      const { host, port, tls } = address;
      if (tls === undefined) return { host, port };
      const { unchecked, ...certificates } = tls;
      const agent = unchecked === true ? new HttpsAgent({ rejectUnauthorized: false }) : undefined;
      return { host, port, protocol: 'https', ...certificates, agent };
    }
  }
}

interface VersionAnswer {
  readonly ApiVersion?: string;
  readonly MinAPIVersion?: string;
  readonly Version?: string;
}

/** Asks one engine who it is, and agrees on an API version. @throws LabError */
export async function connectTo(endpoint: Endpoint, options: ConnectOptions = {}): Promise<Engine> {
  const { signal } = options;
  const ssh = endpoint.address.kind === 'ssh';
  const timeout = options.timeout ?? (ssh ? SSH_TIMEOUT : FIRST_TIMEOUT);
  const what = `asking ${endpoint.description}`;
  const env = { ...(options.env ?? process.env), ...endpoint.env };
  const ask = async () => {
    const unpinned = await transportTo(endpoint, env);
    return (await unpinned.request({ method: 'GET', path: '/version', what, signal, timeout })) as VersionAnswer;
  };
  const pinned = (info: VersionAnswer) =>
    transportTo(endpoint, env, agreedVersion(info.ApiVersion, info.MinAPIVersion));
  const info = await ask();
  const transport = new Renegotiating(await pinned(info), async () => pinned(await ask()));
  return new Engine(transport, {
    description: endpoint.description,
    env: endpoint.env,
    remote: isRemote(endpoint.address),
    apiVersion: agreedVersion(info.ApiVersion, info.MinAPIVersion),
    version: info.Version ?? 'unknown',
  });
}

/** How telling an error is when several sockets were tried: one that is there but forbidden beats one that is absent. */
function weight(error: LabError): number {
  if (error.code === 'permission-denied') return 3;
  if (error.code === 'engine-timeout') return 2;
  return (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ECONNREFUSED' ? 1 : 0;
}

/**
 * Finds an engine and agrees on an API version.
 * @throws LabError no-engine, permission-denied, engine-timeout, context, cancelled.
 */
export async function connect(options: ConnectOptions = {}): Promise<Engine> {
  const candidates = await endpoints(options.surroundings ?? surroundings(options.env));
  const errors: LabError[] = [];
  for (const endpoint of candidates) {
    try {
      return await connectTo(endpoint, options);
    } catch (error) {
      const known = mapError(error, 'Connecting');
      if (known.code === 'cancelled') throw known;
      errors.push(known);
    }
  }
  errors.sort((a, b) => weight(b) - weight(a));
  const [worst] = errors;
  const where = candidates.length === 1 ? candidates[0]!.description : 'the usual places';
  if (worst?.code !== 'no-engine') throw worst ?? mapError(new Error('no endpoint'), 'Connecting');
  throw new LabError(worst.code, `${worst.message} Looked at ${where}.`, worst.action, { cause: worst });
}
