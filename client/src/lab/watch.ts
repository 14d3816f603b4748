/**
 * Keeps a LabState true: the engine's events tell which containers run, one stream per load balancer and probe tells
 * what is true inside. Whatever ends is begun again with back-off, and what it told is unknown until it tells it anew.
 */
import { assemble } from './assemble';
import { markName, readMark } from './drills/mark';
import { Backoff } from './backoff';
import { containersOf } from './containers';
import { lineSplitter } from './demux';
import type { ContainerInfo, Engine } from './dockerApi';
import { cancelled, mapError } from './errorMap';
import { LabError } from './errors';
import { listen } from './nodeStream';
import type { LabPlan, NodePlan } from './plan';
import { NOTHING_KNOWN, withReport, type Inside, type Report } from './reports';
import type { ActiveFault, LabState, NodeRole } from './state';

export interface Watch {
  /** The newest state; a new object whenever something changed. */
  readonly state: LabState;
  /** Calls back after each change, at most once in 50 ms. Returns how to stop it. */
  onChange(listener: (state: LabState) => void): () => void;
  /** Resolves with the first state that satisfies the condition. @throws LabError `cancelled`. */
  until(condition: (state: LabState) => boolean, signal?: AbortSignal): Promise<LabState>;
  /** Ends every stream. */
  close(): Promise<void>;
}

const COALESCE = 50;
/** The list of containers is read again this often even without an event: an events stream may die silently. */
const CHECK_INTERVAL = 10_000;
/** An engine may tell of an event before its list of containers shows it: the list is read a second time. */
const SETTLE = 250;
const WATCHERS: Readonly<Partial<Record<NodeRole, string>>> = {
  'load-balancer': '/usr/local/lib/haconf/watch-load-balancer',
  probe: '/usr/local/lib/haconf/watch-probe',
};
/** Our own execs make events too: these are the ones that tell of a change. */
const EVENTS = {
  type: ['container', 'network', 'volume'],
  event: 'create start die kill stop pause unpause restart oom destroy rename connect disconnect'.split(' '),
};

/** Begins to watch. Never throws: an engine that does not answer is `state.trouble`, and is tried again with back-off. */
export function watchLab(connect: () => Promise<Engine>, plan: LabPlan, options: WatchOptions = {}): Watch {
  return new LabWatch(connect, plan, options);
}

/** For measurements. */
interface WatchOptions {
  /** Seconds between two looks inside a load balancer; the watcher's own pace when not given. */
  readonly tick?: number;
  /** Told of every report, as it came. */
  readonly onReport?: (node: string, report: Report) => void;
}

interface Stream {
  readonly containerId: string;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

class LabWatch implements Watch {
  state: LabState;
  private readonly closed = new AbortController();
  private readonly listeners = new Set<(state: LabState) => void>();
  private readonly streams = new Map<string, Stream>();
  private readonly inside = new Map<string, Inside>();
  /** Why a node that should tell does not. */
  private readonly mute = new Map<string, LabError>();
  private readonly running: Promise<void>;
  private containers: ReadonlyMap<string, ContainerInfo> | undefined;
  private trouble: LabError | undefined;
  private fault: ActiveFault | undefined;
  private publishing: NodeJS.Timeout | undefined;
  private published = 0;

  constructor(
    private readonly connect: () => Promise<Engine>,
    private readonly plan: LabPlan,
    private readonly options: WatchOptions,
  ) {
    this.state = this.assembled();
    this.running = this.run();
  }

  onChange(listener: (state: LabState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  until(condition: (state: LabState) => boolean, signal?: AbortSignal): Promise<LabState> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        off();
        signal?.removeEventListener('abort', stop);
        this.closed.signal.removeEventListener('abort', stop);
      };
      const stop = () => {
        settle();
        reject(cancelled());
      };
      const look = (state: LabState) => {
        if (!condition(state)) return;
        settle();
        resolve(state);
      };
      const off = this.onChange(look);
      signal?.addEventListener('abort', stop);
      this.closed.signal.addEventListener('abort', stop);
      if (signal?.aborted === true || this.closed.signal.aborted) stop();
      else look(this.state);
    });
  }

  async close(): Promise<void> {
    this.closed.abort();
    clearTimeout(this.publishing);
    this.listeners.clear();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.closed;
    const backoff = new Backoff();
    while (!signal.aborted) {
      try {
        const engine = await this.connect();
        await this.follow(engine, () => {
          backoff.reset();
        });
      } catch (error) {
        this.trouble = mapError(error, 'Watching the lab');
        this.publish();
      }
      await this.endStreams(() => true);
      await backoff.wait(signal);
    }
  }

  /** Listens to events until their stream ends or the engine stops to answer. @throws LabError */
  private async follow(engine: Engine, onWorks: () => void): Promise<never> {
    const { signal } = this.closed;
    // First the events, then the list: nothing that happens in between is missed.
    const events = await engine.events(EVENTS, { signal });
    const refresh = inOneGo(async () => {
      await this.refresh(engine);
      onWorks();
    });
    const refreshOrFail = () => {
      refresh().catch((error: unknown) => events.destroy(mapError(error, 'Watching the lab')));
    };
    const timer = setInterval(refreshOrFail, CHECK_INTERVAL);
    let again: NodeJS.Timeout | undefined;
    try {
      await refresh();
      const split = lineSplitter();
      for await (const chunk of events) {
        if (!split(chunk as Buffer).some((line) => this.concerns(line))) continue;
        refreshOrFail();
        clearTimeout(again);
        again = setTimeout(refreshOrFail, SETTLE);
      }
      throw new LabError('engine-lost', 'The Docker engine hung up.', 'See whether it is still running.');
    } finally {
      clearInterval(timer);
      clearTimeout(again);
      events.destroy();
    }
  }

  /** Whether an event is about this lab. */
  private concerns(line: string): boolean {
    return [this.plan.project, this.plan.network.name, markName(this.plan)].some((name) => line.includes(`"${name}"`));
  }

  private async refresh(engine: Engine): Promise<void> {
    this.containers = await containersOf(engine, this.plan, this.closed.signal);
    this.fault = await readMark(engine, this.plan, this.closed.signal);
    this.trouble = undefined;
    const wanted = new Map(
      this.plan.nodes.flatMap((node) => {
        const container = this.containers?.get(node.name);
        const command = WATCHERS[node.role];
        return command !== undefined && container?.status === 'running'
          ? [[node.name, { node, container, command }]]
          : [];
      }),
    );
    void this.endStreams((name, stream) => wanted.get(name)?.container.id !== stream.containerId);
    for (const [name, { node, container, command }] of wanted) {
      if (!this.streams.has(name) && !this.closed.signal.aborted) this.begin(engine, node, container.id, command);
    }
    this.publish();
  }

  private begin(engine: Engine, node: NodePlan, containerId: string, command: string): void {
    const abort = new AbortController();
    const done = this.keepListening(
      engine,
      node,
      containerId,
      command,
      AbortSignal.any([abort.signal, this.closed.signal]),
    );
    this.streams.set(node.name, { containerId, abort, done });
  }

  private async keepListening(
    engine: Engine,
    { name }: NodePlan,
    containerId: string,
    command: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { tick, onReport } = this.options;
    const backoff = new Backoff();
    while (!signal.aborted) {
      try {
        await listen({
          engine,
          containerId,
          command: tick === undefined || !command.endsWith('load-balancer') ? [command] : [command, String(tick)],
          name,
          signal,
          onReport: (report) => {
            // Only one that lives long enough to answer a heartbeat works; one that dies at once is tried more slowly.
            if (report.about === 'alive') backoff.reset();
            onReport?.(name, report);
            const before = this.inside.get(name);
            const after = withReport(before ?? NOTHING_KNOWN, report);
            if (after === before) return;
            this.inside.set(name, after);
            this.publish();
          },
        });
      } catch (error) {
        this.mute.set(name, mapError(error, `Watching ${name}`));
      }
      this.inside.delete(name);
      this.publish();
      await backoff.wait(signal);
    }
  }

  private async endStreams(which: (name: string, stream: Stream) => boolean): Promise<void> {
    const ending = [...this.streams].filter(([name, stream]) => which(name, stream));
    for (const [name, { abort }] of ending) {
      this.streams.delete(name);
      abort.abort();
    }
    await Promise.all(ending.map(([, { done }]) => done));
  }

  private assembled(): LabState {
    const { containers, inside, mute, trouble, fault } = this;
    return assemble(this.plan, { containers, inside, mute, trouble, fault });
  }

  private publish(): void {
    if (this.publishing !== undefined || this.closed.signal.aborted) return;
    const wait = Math.max(0, this.published + COALESCE - Date.now());
    this.publishing = setTimeout(() => {
      this.publishing = undefined;
      this.published = Date.now();
      this.state = this.assembled();
      for (const listener of [...this.listeners]) listener(this.state);
    }, wait);
  }
}

/** Runs at most one at a time; calls during a run lead to one more after it. */
function inOneGo(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    current = work().finally(() => {
      current = undefined;
    });
    return current;
  };
  return () => {
    if (current === undefined) return begin();
    next ??= current
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return begin();
      });
    return next;
  };
}
