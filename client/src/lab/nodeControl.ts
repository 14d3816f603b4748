/** What can be done to one node of a running lab. */
import { containersOf, start, stop } from './containers';
import { demultiplexer } from './demux';
import type { ContainerInfo, Engine } from './dockerApi';
import { mapError } from './errorMap';
import { LabError } from './errors';
import type { LabPlan, NodePlan } from './plan';
import type { RunOptions } from './progress';
import { reconfigure, rollBack, type ReconfigureOptions } from './reconfigure';
import { commandOf, mustBeSilent, type ServerAction } from './serverAction';

/** Hands a command to HAProxy's runtime API, as the lab's image has it, and prints the answer. */
const RUNTIME_API = ['sh', '-c', 'printf "%s\\n" "$1" | socat -t 5 - UNIX-CONNECT:/run/haproxy/admin.sock', 'sh'];

/** What can be done to HAProxy or keepalived inside a load balancer, its container staying up. */
export type ServiceAction = 'start' | 'stop' | 'restart' | 'reload' | 'kill';

export interface LogOptions {
  readonly signal?: AbortSignal | undefined;
  /** How many of the last lines to begin with; 200 when not given. */
  readonly tail?: number | undefined;
  /** Go on as new output comes; true when not given. */
  readonly follow?: boolean | undefined;
}

export interface Shell {
  readonly command: string;
  readonly args: readonly string[];
  /** Leads `docker` to the engine that the lab runs in. */
  readonly env: Readonly<Record<string, string>>;
}

export class NodeControl {
  constructor(
    private readonly engine: Engine,
    private readonly plan: LabPlan,
    private readonly node: NodePlan,
  ) {}

  /** Starts the container with the configuration files as they are now in the folder. */
  async start(options: RunOptions = {}): Promise<void> {
    const { status, id } = await this.container(options.signal);
    if (status === 'paused') await this.engine.unpauseContainer(id, `Unpausing ${this.node.name}`, options);
    if (status === 'running' || status === 'paused') return;
    await start(this.engine, this.node, id, options.signal);
  }

  async stop(options: RunOptions = {}): Promise<void> {
    await stop(this.engine, this.plan, await this.container(options.signal), options.signal);
  }

  async restart(options: RunOptions = {}): Promise<void> {
    await this.stop(options);
    await this.start(options);
  }

  /** SIGKILL: the node vanishes without a word. Harmless when it is not running. */
  async kill(options: RunOptions = {}): Promise<void> {
    const { status, id } = await this.container(options.signal);
    if (status !== 'running' && status !== 'paused') return;
    await this.engine.killContainer(id, `Killing ${this.node.name}`, { signal: options.signal });
  }

  /** Freezes every process; the kernel goes on to answer ARP. */
  async pause(options: RunOptions = {}): Promise<void> {
    const { status, id } = await this.container(options.signal);
    if (status === 'paused') return;
    await this.engine.pauseContainer(id, `Pausing ${this.node.name}`, { signal: options.signal });
  }

  async unpause(options: RunOptions = {}): Promise<void> {
    const { status, id } = await this.container(options.signal);
    if (status !== 'paused') return;
    await this.engine.unpauseContainer(id, `Unpausing ${this.node.name}`, { signal: options.signal });
  }

  /** Load balancers only. @throws LabError node-failed with what the program said. */
  haproxy(action: ServiceAction, options: RunOptions = {}): Promise<void> {
    return this.service('haproxy', action, options);
  }

  /** Load balancers only. @throws LabError node-failed with what the program said. */
  keepalived(action: ServiceAction, options: RunOptions = {}): Promise<void> {
    return this.service('keepalived', action, options);
  }

  /**
   * Drains a server of its HAProxy, takes it into or out of maintenance, or changes its weight; until HAProxy restarts.
   * @throws LabError node-failed with HAProxy's own words.
   */
  async server(backend: string, server: string, action: ServerAction, { signal }: RunOptions = {}): Promise<void> {
    const { id } = await this.container(signal);
    const what = `Changing ${backend}/${server} on ${this.node.name}`;
    const command = [...RUNTIME_API, commandOf(backend, server, action)];
    const { exitCode, output } = await this.engine.exec(id, command, what, { signal });
    if (exitCode !== 0) {
      throw new LabError('node-failed', `${what} failed: ${output.trim()}`, 'See whether HAProxy runs there.');
    }
    mustBeSilent(output, this.node.name);
  }

  /**
   * Copies the node's configuration files into the running container, and loads them without losing a connection.
   * @throws ConfigurationRefused with the program's own words when one does not take its file, or when no server answers
   *   any more; the node then runs what it ran before.
   */
  async apply(options: ReconfigureOptions = {}): Promise<void> {
    const { id } = await this.container(options.signal);
    await reconfigure(this.engine, this.node, id, options);
  }

  /** Puts back what the newest `apply` replaced, and loads it. */
  async rollBack(options: RunOptions = {}): Promise<void> {
    const { id } = await this.container(options.signal);
    await rollBack(this.engine, this.node, id, options);
  }

  /** The container's output, oldest first, then as it comes until the signal aborts or the container ends. */
  async logs(onText: (text: string) => void, { signal, tail = 200, follow = true }: LogOptions = {}): Promise<void> {
    const { id } = await this.container(signal);
    const demultiplex = demultiplexer();
    const decoder = new TextDecoder();
    try {
      for await (const chunk of await this.engine.logs(id, follow, tail, { signal })) {
        for (const { data } of demultiplex(chunk as Buffer)) onText(decoder.decode(data, { stream: true }));
      }
    } catch (error) {
      const known = mapError(error, `Reading the log of ${this.node.name}`);
      // To stop reading is what the signal is for here.
      if (known.code !== 'cancelled') throw known;
    }
  }

  /** For a terminal: `docker exec -it mylb1 bash`. */
  shell(): Shell {
    return { command: 'docker', args: ['exec', '-it', this.node.container, 'bash'], env: this.engine.info.env };
  }

  private async service(name: 'haproxy' | 'keepalived', action: ServiceAction, options: RunOptions): Promise<void> {
    if (this.node.role !== 'load-balancer') throw new RangeError(`${this.node.name} runs no ${name}`);
    const { id } = await this.container(options.signal);
    await this.run(id, ['service', name, action], `${name} ${action} on ${this.node.name}`, options);
  }

  private async run(id: string, command: readonly string[], what: string, { signal }: RunOptions): Promise<void> {
    const { exitCode, output } = await this.engine.exec(id, command, what, { signal });
    if (exitCode === 0) return;
    throw new LabError(
      'node-failed',
      `${what} failed: ${output.trim()}`,
      'Mend what it complains about, and try again.',
    );
  }

  private async container(signal: AbortSignal | undefined): Promise<ContainerInfo> {
    const container = (await containersOf(this.engine, this.plan, signal)).get(this.node.name);
    if (container !== undefined) return container;
    throw new LabError('node-not-running', `${this.node.name} does not exist.`, 'Start the lab to make it.');
  }
}
