/**
 * What the lab asks of a Docker engine, one method each, with only the fields that it uses.
 * Source of paths and shapes: Docker Engine API 1.41 to 1.44 (Podman's compatible API answers the same).
 */
import type { Duplex, Readable } from 'node:stream';
import { demultiplexer } from './demux';
import { LabError } from './errors';
import {
  containerInfo,
  networkInfo,
  type ContainerInfo,
  type EngineInfo,
  type ExecResult,
  type NetworkInfo,
  type RawContainer,
  type RawNetwork,
  type RawVolume,
  type VolumeInfo,
} from './dockerShapes';
import { guardPause, guardStart } from './pauseGuard';
import type { Call, Transport } from './transport';

export type { ContainerInfo } from './dockerShapes';

const FREEZE_TRIES = 5;

type Options = Pick<Call, 'signal' | 'timeout'>;
/** `user` instead of the container's own: a name or id. */
type ExecOptions = Options & { readonly user?: string | undefined };
type Filters = Readonly<Record<string, readonly string[]>>;
type Raw = Record<string, unknown>;

export class Engine {
  constructor(
    private readonly transport: Transport,
    readonly info: EngineInfo,
  ) {}

  /** Cheap, to see whether the engine lives. */
  async ping(options: Options = {}): Promise<void> {
    await this.transport.request({ method: 'GET', path: '/_ping', what: 'asking whether it lives', ...options });
  }

  /** Containers, stopped ones too. */
  async containers(filters: Filters, options: Options = {}): Promise<ContainerInfo[]> {
    const query = { all: '1', filters: JSON.stringify(filters) };
    const raw = await this.get<RawContainer[]>('/containers/json', 'listing containers', options, query);
    return raw.map(containerInfo);
  }

  /** Returns the id. */
  async createContainer(name: string, body: Raw, options: Options = {}): Promise<string> {
    const what = `Creating ${name}`;
    const raw = await this.post('/containers/create', what, { ...options, query: { name }, body });
    return (raw as { Id: string }).Id;
  }

  /** Harmless when it runs already. */
  async startContainer(id: string, what: string, options: Options = {}): Promise<void> {
    await this.post(`/containers/${id}/start`, what, { ...options, accept: [304], timeout: 60_000 });
  }

  /** Harmless when it is stopped already. SIGKILL follows after `seconds`. */
  async stopContainer(id: string, seconds: number, what: string, options: Options = {}): Promise<void> {
    const query = { t: String(seconds) };
    await this.post(`/containers/${id}/stop`, what, {
      ...options,
      accept: [304],
      query,
      timeout: seconds * 1000 + 30_000,
    });
  }

  async killContainer(id: string, what: string, options: Options = {}): Promise<void> {
    await this.post(`/containers/${id}/kill`, what, { ...options, query: { signal: 'KILL' } });
  }

  async pauseContainer(id: string, what: string, options: Options = {}): Promise<void> {
    await guardPause(id, async () => {
      for (let left = FREEZE_TRIES; ; left--) {
        try {
          await this.post(`/containers/${id}/pause`, what, options);
          return;
        } catch (error) {
          // runc gives up when processes begin faster than they can be frozen, as on a busy machine.
          if (left <= 1 || !(error instanceof Error && error.message.includes('unable to freeze'))) throw error;
        }
      }
    });
  }

  async unpauseContainer(id: string, what: string, options: Options = {}): Promise<void> {
    await this.post(`/containers/${id}/unpause`, what, options);
  }

  /** @param shares of the processor, against other containers when there is not enough for all: 2 to 262144. */
  async shareProcessor(id: string, shares: number, what: string, options: Options = {}): Promise<void> {
    await this.post(`/containers/${id}/update`, what, { ...options, body: { CpuShares: shares } });
  }

  /** With its anonymous volumes, running or not. Harmless when it is gone. */
  async removeContainer(id: string, options: Options = {}): Promise<void> {
    const what = 'Removing a container';
    // 409: its removal is under way already.
    const accept = [404, 409];
    const query = { v: '1', force: '1' };
    await this.transport.request({
      method: 'DELETE',
      path: `/containers/${id}`,
      what,
      query,
      accept,
      timeout: 60_000,
      ...options,
    });
  }

  /** Unpacks a tar archive at the root of the container, running or not. */
  async putArchive(id: string, archive: Buffer, what: string, options: Options = {}): Promise<void> {
    const query = { path: '/' };
    await this.transport.request({
      method: 'PUT',
      path: `/containers/${id}/archive`,
      query,
      archive,
      what,
      ...options,
    });
  }

  /** Runs a command in a container and waits for its end. */
  async exec(id: string, command: readonly string[], what: string, options: ExecOptions = {}): Promise<ExecResult> {
    const ended = await guardStart(id);
    try {
      return await this.runExec(id, command, what, options);
    } finally {
      ended();
    }
  }

  private async runExec(
    id: string,
    command: readonly string[],
    what: string,
    options: ExecOptions,
  ): Promise<ExecResult> {
    const { signal } = options;
    const exec = await this.createExec(id, command, false, what, options);
    const body = { Detach: false, Tty: false };
    const stream = await this.transport.stream({ method: 'POST', path: `/exec/${exec}/start`, body, what, ...options });
    const limit = setTimeout(() => {
      stream.destroy(
        new LabError('engine-timeout', `${what} takes too long.`, 'See what the node is doing in its log.'),
      );
    }, options.timeout ?? 30_000);
    const demultiplex = demultiplexer();
    const parts: Buffer[] = [];
    try {
      for await (const chunk of stream) parts.push(...demultiplex(chunk as Buffer).map(({ data }) => data));
    } finally {
      clearTimeout(limit);
    }
    const result = await this.get<{ ExitCode?: number | null }>(`/exec/${exec}/json`, what, { signal });
    return { exitCode: result.ExitCode ?? -1, output: Buffer.concat(parts).toString() };
  }

  /** Runs a command whose standard input stays open: end the stream to end the command's input. Multiplexed output. */
  async openExec(id: string, command: readonly string[], what: string, options: ExecOptions = {}): Promise<Duplex> {
    const begun = await guardStart(id);
    try {
      const exec = await this.createExec(id, command, true, what, options);
      const body = { Detach: false, Tty: false };
      const stream = await this.transport.hijack({
        method: 'POST',
        path: `/exec/${exec}/start`,
        body,
        what,
        ...options,
      });
      // The connection is there before the process is: only its first word, or its end, says that it has started.
      stream.once('readable', begun);
      stream.once('close', begun);
      return stream;
    } catch (error) {
      begun();
      throw error;
    }
  }

  /**
   * What the container printed, multiplexed; with `follow` also what it is going to print, with `since` (seconds of Unix
   * time) nothing older.
   */
  async logs(
    id: string,
    follow: boolean,
    tail: number,
    { since = 0, ...options }: Options & { readonly since?: number } = {},
  ): Promise<Readable> {
    const query = { stdout: '1', stderr: '1', follow: follow ? '1' : '0', tail: String(tail), since: String(since) };
    return this.transport.stream({
      method: 'GET',
      path: `/containers/${id}/logs`,
      query,
      what: 'Reading a log',
      ...options,
    });
  }

  async networks(filters: Filters, options: Options = {}): Promise<NetworkInfo[]> {
    const query = { filters: JSON.stringify(filters) };
    const raw = await this.get<RawNetwork[]>('/networks', 'listing networks', options, query);
    return raw.map(networkInfo);
  }

  async createNetwork(body: Raw, options: Options = {}): Promise<string> {
    const raw = await this.post('/networks/create', 'Creating the network', { ...options, body });
    return (raw as { Id: string }).Id;
  }

  /** Harmless when it is gone. */
  async removeNetwork(id: string, options: Options = {}): Promise<void> {
    const what = 'Removing the network';
    await this.transport.request({ method: 'DELETE', path: `/networks/${id}`, what, accept: [404], ...options });
  }

  async volumes(filters: Filters, options: Options = {}): Promise<VolumeInfo[]> {
    const query = { filters: JSON.stringify(filters) };
    const raw = await this.get<{ Volumes?: RawVolume[] | null }>('/volumes', 'listing volumes', options, query);
    return (raw.Volumes ?? []).map(({ Name: name, Labels: labels }) => ({ name, labels: labels ?? {} }));
  }

  /** One of the same name that is there already stays as it is. */
  async createVolume(name: string, labels: Readonly<Record<string, string>>, options: Options = {}): Promise<void> {
    await this.post('/volumes/create', `Creating the volume ${name}`, {
      ...options,
      body: { Name: name, Labels: labels },
    });
  }

  async removeVolume(name: string, options: Options = {}): Promise<void> {
    const what = 'Removing a volume';
    await this.transport.request({ method: 'DELETE', path: `/volumes/${name}`, what, accept: [404], ...options });
  }

  /** Id and labels of a local image; undefined when there is none. */
  async image(
    name: string,
    options: Options = {},
  ): Promise<{ id: string; labels: Readonly<Record<string, string>> } | undefined> {
    const path = `/images/${name}/json`;
    const raw = (await this.transport.request({
      method: 'GET',
      path,
      what: `looking for the image ${name}`,
      accept: [404],
      ...options,
    })) as { Id?: string; Config?: { Labels?: Record<string, string> | null } } | undefined;
    return raw?.Id === undefined ? undefined : { id: raw.Id, labels: raw.Config?.Labels ?? {} };
  }

  /** Ids of images. */
  async images(filters: Filters, options: Options = {}): Promise<string[]> {
    const query = { filters: JSON.stringify(filters) };
    const raw = await this.get<{ Id: string }[]>('/images/json', 'listing images', options, query);
    return raw.map(({ Id: id }) => id);
  }

  /** Harmless when it is gone or in use by another. */
  async removeImage(name: string, options: Options = {}): Promise<void> {
    const call = { method: 'DELETE', path: `/images/${name}`, accept: [404, 409], timeout: 60_000 } as const;
    await this.transport.request({ ...call, what: `Removing the image ${name}`, ...options });
  }

  /** JSON lines of a pull. An early failure rejects, a late one is a line (progressLines.ts). */
  async pull(name: string, options: Options = {}): Promise<Readable> {
    const query = { fromImage: name.includes(':') ? name : `${name}:latest` };
    const what = `Pulling ${name}`;
    return this.transport.stream({ method: 'POST', path: '/images/create', query, what, timeout: 60_000, ...options });
  }

  /** JSON lines of a build by the engine's own builder. */
  async build(
    archive: Buffer,
    query: Readonly<Record<string, string | undefined>>,
    options: Options = {},
  ): Promise<Readable> {
    const call = { method: 'POST', path: '/build', query, archive, timeout: 60_000 } as const;
    return this.transport.stream({ ...call, what: 'Building the images', ...options });
  }

  /** JSON lines of events, as they happen. */
  async events(filters: Filters, options: Options = {}): Promise<Readable> {
    const query = { filters: JSON.stringify(filters) };
    return this.transport.stream({ method: 'GET', path: '/events', query, what: 'listening for events', ...options });
  }

  private async createExec(
    id: string,
    command: readonly string[],
    stdin: boolean,
    what: string,
    { user, ...options }: ExecOptions,
  ): Promise<string> {
    const body = { AttachStdin: stdin, AttachStdout: true, AttachStderr: true, Tty: false, Cmd: command, User: user };
    return ((await this.post(`/containers/${id}/exec`, what, { ...options, body })) as { Id: string }).Id;
  }

  private async get<T>(
    path: string,
    what: string,
    options: Options,
    query: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    return (await this.transport.request({ method: 'GET', path, what, query, ...options })) as T;
  }

  private post(path: string, what: string, more: Partial<Call>): Promise<unknown> {
    return this.transport.request({ method: 'POST', path, what, ...more });
  }
}
