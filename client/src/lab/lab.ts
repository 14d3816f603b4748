/**
 * Runs a lab. A caller does:
 *
 *   const engine = await connect();                                  // engine.ts
 *   const { file } = await scaffold({ templates, folder, engine });  // scaffold.ts; once
 *   const plan = await readPlan(file);                               // compose.ts
 *   const lab = new Lab(engine, plan);
 *   const watch = watchLab(() => connect(), plan);                   // watch.ts; watch.state, watch.onChange
 *   await lab.up({ progress: ({ percent, message }) => ..., signal });
 *   await lab.node('mylb1').haproxy('kill');
 *   await lab.stop(); await lab.remove();
 *
 * Every method may fail with LabError (errors.ts), whose `message` and `action` are meant for the person. Doing what
 * is done already (starting a running lab, stopping a stopped one) is harmless. The lab touches only containers and
 * networks that carry its project label; `docker compose` on the same folder sees the same lab. Operations on one Lab
 * run one after another.
 */
import { composeHashes } from './composeHashes';
import type { ContainerInfo, Engine } from './dockerApi';
import { cancelled } from './errorMap';
import { LabError } from './errors';
import {
  containersOf,
  create,
  createNetwork,
  fits,
  removeContainers,
  removeNetworks,
  removeVolumes,
  start,
  stop,
} from './containers';
import { clearMark } from './drills/mark';
import { ensureImages, removeImages } from './images';
import { NodeControl } from './nodeControl';
import { nodeOf, type LabPlan, type NodePlan } from './plan';
import { span, type RunOptions } from './progress';
import { verdictText } from './verdict';
import { watchLab } from './watch';

export { NodeControl, type ServiceAction } from './nodeControl';

/** How long the virtual address may take to answer once everything runs. */
const READY_TIMEOUT = 60_000;

/** What one `up` has changed, to take it back. */
interface Changes {
  readonly created: string[];
  readonly started: { readonly id: string; readonly node: NodePlan }[];
  network: string | undefined;
}

export class Lab {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly engine: Engine,
    readonly plan: LabPlan,
  ) {}

  /**
   * Builds what is missing, creates and starts everything, and waits until the virtual addresses are held and answer.
   * Cancelled or failed before everything runs, what this call made is removed again, and what it started is stopped.
   * @throws LabError node-failed when everything runs but a virtual address does not answer; it is then left running
   *   to be looked at.
   */
  up(options: RunOptions = {}): Promise<void> {
    return this.inTurn(() => this.bringUp(options));
  }

  /** Stops the containers and keeps them. */
  stop(options: RunOptions = {}): Promise<void> {
    return this.inTurn(() => this.stopAll(options));
  }

  /** Stops and starts every container, with the configuration files as they are now. */
  restart(options: RunOptions = {}): Promise<void> {
    return this.inTurn(async () => {
      await this.stopAll({ signal: options.signal, progress: span(options.progress, 0, 20) });
      await this.bringUp({ signal: options.signal, progress: span(options.progress, 20, 100) });
    });
  }

  /** Removes containers, network and volumes of the lab; with `images` its images too, so that nothing is left. */
  remove(options: RunOptions & { readonly images?: boolean } = {}): Promise<void> {
    return this.inTurn(async () => {
      const { engine, plan } = this;
      const { signal, progress } = options;
      progress?.({ percent: 0, message: 'Removing the containers' });
      await removeContainers(engine, await containersOf(engine, plan, signal), signal);
      progress?.({ percent: 70, message: 'Removing the network' });
      await removeNetworks(engine, plan, signal);
      await removeVolumes(engine, plan, signal);
      if (options.images === true) {
        progress?.({ percent: 80, message: 'Removing the images' });
      }
      await removeImages(engine, plan, options.images === true ? 'all' : 'replaced', signal);
      progress?.({ percent: 100, message: 'Removed' });
    });
  }

  /** @throws RangeError when the plan has no such node. */
  node(name: string): NodeControl {
    return new NodeControl(this.engine, this.plan, nodeOf(this.plan, name));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    // Whether it failed is for its caller; the next one begins in any case.
    this.last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  private async stopAll({ signal, progress }: RunOptions): Promise<void> {
    progress?.({ percent: 0, message: 'Stopping the nodes' });
    const containers = await containersOf(this.engine, this.plan, signal);
    let done = 0;
    await Promise.all(
      [...containers.values()].map(async (container) => {
        await stop(this.engine, this.plan, container, signal);
        progress?.({ percent: (++done / containers.size) * 100, message: 'Stopping the nodes' });
      }),
    );
  }

  private async bringUp(options: RunOptions): Promise<void> {
    const { signal, progress } = options;
    const changes: Changes = { created: [], started: [], network: undefined };
    try {
      await this.startAll(changes, options);
      // A cancellation that comes while the last container starts must not end in a lab that runs.
      if (signal?.aborted === true) throw cancelled();
    } catch (error) {
      await this.takeBack(changes);
      throw error;
    }
    try {
      await this.untilReady({ signal, progress: span(progress, 80, 100) });
    } catch (error) {
      if (error instanceof LabError && error.code === 'cancelled') await this.takeBack(changes);
      throw error;
    }
    progress?.({ percent: 100, message: 'The virtual address answers' });
  }

  private async startAll(changes: Changes, { signal, progress }: RunOptions): Promise<void> {
    const { engine, plan } = this;
    progress?.({ percent: 0, message: 'Looking at what is there' });
    let existing = await containersOf(engine, plan, signal);
    // A mark that has outlived the containers, as after `docker compose down`, is about none of those that come now.
    if (existing.size === 0) await clearMark(engine, plan, signal);
    const images = await ensureImages(engine, plan, { signal, progress: span(progress, 2, 65) });

    // What was made from another definition is made anew, as Compose does it.
    const outdated = plan.nodes.filter((node) => {
      const container = existing.get(node.name);
      return container !== undefined && !fits(plan, node, container, images.get(node.image)!);
    });
    await removeContainers(engine, new Map(outdated.map(({ name }) => [name, existing.get(name)!])), signal);
    if (outdated.length > 0) existing = await containersOf(engine, plan, signal);

    await removeImages(engine, plan, 'replaced', signal);
    progress?.({ percent: 66, message: 'Creating the network' });
    changes.network = await createNetwork(engine, plan, signal);
    const missing = plan.nodes.some(({ name }) => !existing.has(name));
    const hashes = missing ? await composeHashes(engine, plan, signal) : new Map<string, string>();
    for (const [index, node] of plan.nodes.entries()) {
      progress?.({ percent: 68 + (12 * index) / plan.nodes.length, message: `Starting ${node.name}` });
      const from = { image: images.get(node.image)!, composeHash: hashes.get(node.name) };
      await this.startNode(node, existing.get(node.name), from, changes, signal);
    }
  }

  private async startNode(
    node: NodePlan,
    existing: ContainerInfo | undefined,
    from: Parameters<typeof create>[3],
    changes: Changes,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { engine, plan } = this;
    if (existing?.status === 'running') return;
    if (existing?.status === 'paused') {
      await engine.unpauseContainer(existing.id, `Unpausing ${node.name}`, { signal });
      return;
    }
    // Creating must not be cut in the middle: we would not know the id of what the engine made.
    if (signal?.aborted === true) throw cancelled();
    const id = existing?.id ?? (await create(engine, plan, node, from));
    if (existing === undefined) changes.created.push(id);
    else changes.started.push({ id, node });
    await start(engine, node, id, signal);
  }

  /** Undoes what one call did. It does not take the caller's signal, which has been used up. */
  private async takeBack(changes: Changes): Promise<void> {
    const { engine } = this;
    await Promise.all([
      ...changes.created.map((id) => engine.removeContainer(id)),
      ...changes.started.map(({ id, node }) =>
        engine.stopContainer(id, node.stopGraceSeconds, `Stopping ${node.name}`),
      ),
    ]);
    if (changes.network !== undefined) await engine.removeNetwork(changes.network);
  }

  private async untilReady({ signal, progress }: RunOptions): Promise<void> {
    const { engine, plan } = this;
    const watch = watchLab(() => Promise.resolve(engine), plan);
    const timeout = AbortSignal.timeout(READY_TIMEOUT);
    progress?.({ percent: 0, message: 'Waiting for the virtual address' });
    let percent = 0;
    const off = watch.onChange(({ vips }) => {
      percent = Math.min(percent + 10, 90);
      const words = vips.map(({ address, verdict }) => `${address}: ${verdictText(verdict)}`).join(', ');
      progress?.({ percent, message: `Waiting for the virtual address (${words})` });
    });
    try {
      await watch.until(
        ({ vips }) => vips.every(({ verdict, seen }) => verdict.kind === 'held' && seen?.answers === true),
        AbortSignal.any([timeout, ...(signal === undefined ? [] : [signal])]),
      );
    } catch (error) {
      if (!timeout.aborted) throw error;
      const reasons = watch.state.problems.map(({ message }) => message).join(' ');
      throw new LabError(
        'node-failed',
        `Everything runs, but the virtual address does not answer. ${reasons}`,
        "Look at the load balancers' logs: a configuration may have been refused. Mend it and restart the lab.",
        { cause: error },
      );
    } finally {
      off();
      await watch.close();
    }
  }
}
