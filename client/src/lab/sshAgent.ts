/**
 * HTTP to an engine on another machine, as the docker command does it: each connection is a program that carries the
 * engine's socket over ssh, so that the person's own ssh configuration holds. Source: docker/cli, cli/connhelper.
 */
import { Agent, type ClientRequest, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import { isOnPath, ProgramStream } from './process';

/** Connections at a time. A watched lab holds one for events and one for each node that reports. */
const MOST = 32;
/** Connections that are being made at a time: sshd drops some when there are ten (MaxStartups). */
const MOST_AT_ONCE = 4;
/** A connection that has been made but has carried nothing counts as being made for so long. */
const PATIENCE = 2_000;
/** An unused connection is kept for so long. */
const IDLE = 20_000;

interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** `ssh` itself, for a machine without the docker command. */
export function sshCommand(url: string): Command {
  const { username, hostname, port, pathname } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = /^\/?$/.test(pathname) ? [] : ['--host', `unix://${pathname}`];
  return {
    program: 'ssh',
    args: [
      '-T',
      ...['-o', 'ConnectTimeout=15'],
      ...(username === '' ? [] : ['-l', decodeURIComponent(username)]),
      ...(port === '' ? [] : ['-p', port]),
      '--',
      host,
      ...['docker', ...socket, 'system', 'dial-stdio'],
    ],
  };
}

/** Lets only so many connections be made at a time. */
class Gate {
  private free = MOST_AT_ONCE;
  private readonly waiting: (() => void)[] = [];

  async enter(): Promise<() => void> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    return () => {
      const next = this.waiting.shift();
      if (next === undefined) this.free++;
      else next();
    };
  }
}

class SshAgent extends Agent {
  private readonly gate = new Gate();
  private readonly idle = new WeakMap<Duplex, NodeJS.Timeout>();

  constructor(
    private readonly url: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    super({ keepAlive: true, maxTotalSockets: MOST, maxFreeSockets: 2, scheduling: 'lifo' });
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    void this.open().then((stream) => callback?.(null, stream));
    return undefined;
  }

  override keepSocketAlive(stream: Duplex): void {
    this.idle.set(stream, setTimeout(() => stream.destroy(), IDLE).unref());
    // eslint-disable-next-line @typescript-eslint/no-confusing-void-expression -- It tells whether the connection may be kept, which its type does not say.
    return super.keepSocketAlive(stream);
  }

  override reuseSocket(stream: Duplex, request: ClientRequest): void {
    clearTimeout(this.idle.get(stream));
    super.reuseSocket(stream, request);
  }

  private async open(): Promise<Duplex> {
    const leave = await this.gate.enter();
    // Which engine, the environment says: DOCKER_CONTEXT or DOCKER_HOST.
    const docker: Command = { program: 'docker', args: ['system', 'dial-stdio'] };
    const { program, args } = (await isOnPath('docker', this.env)) ? docker : sshCommand(this.url);
    const stream = new ProgramStream(program, args, this.env);
    const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE).unref());
    void Promise.race([stream.begun, patience]).then(leave);
    return stream;
  }
}

/** One for each way to an engine, so that connections are shared. */
const agents = new Map<string, SshAgent>();

/** @param env Leads the docker command to the engine; with PATH. */
export function sshAgent(url: string, env: NodeJS.ProcessEnv): Agent {
  const names = ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'PATH'];
  const key = JSON.stringify([url, ...names.map((name) => env[name])]);
  const agent = agents.get(key) ?? new SshAgent(url, env);
  agents.set(key, agent);
  return agent;
}
