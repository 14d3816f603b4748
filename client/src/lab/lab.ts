/**
 * Runs a lab. A caller does:
 *
 *   const engine = await connect();                                  // engine.ts
 *   await scaffold({ templates, folder, engine });                   // scaffold.ts; once
 *   const plan = await readPlan(join(folder, 'compose.yaml'));       // compose.ts
 *   const lab = new Lab(engine, plan);
 *   const watch = watchLab(() => connect(), plan);                   // watch.ts; watch.state, watch.onChange
 *   await lab.up({ progress: ({ percent, message }) => ..., signal });
 *   await lab.node('mylb1').haproxy('kill');
 *   await lab.stop(); await lab.remove();
 *
 * Every method may fail with LabError (errors.ts), whose `message` and `action` are meant for the person. Doing what
 * is done already (starting a running lab, stopping a stopped one) is harmless. The lab touches only containers and
 * networks that carry its project label; `docker compose` on the same folder sees the same lab.
 */
import type { Engine } from './engine';
import type { LabPlan } from './plan';
import type { RunOptions } from './progress';

/** What can be done to HAProxy or keepalived inside a load balancer, its container staying up. */
export type ServiceAction = 'start' | 'stop' | 'restart' | 'reload' | 'kill';

export interface NodeControl {
  /** Starts the container with the configuration files as they are now in the folder. */
  start(options?: RunOptions): Promise<void>;
  stop(options?: RunOptions): Promise<void>;
  restart(options?: RunOptions): Promise<void>;
  /** SIGKILL: the node vanishes without a word. */
  kill(options?: RunOptions): Promise<void>;
  pause(options?: RunOptions): Promise<void>;
  unpause(options?: RunOptions): Promise<void>;
  /** Load balancers only. */
  haproxy(action: ServiceAction, options?: RunOptions): Promise<void>;
  /** Load balancers only. */
  keepalived(action: ServiceAction, options?: RunOptions): Promise<void>;
  /**
   * Copies the node's configuration files into the running container, lets the programs check them and reloads.
   * @throws LabError node-failed with the program's own words when they refuse them; nothing is reloaded then.
   */
  apply(options?: RunOptions): Promise<void>;
  /** The container's output, oldest first, then as it comes until the signal aborts or the container ends. */
  logs(
    onText: (text: string) => void,
    options?: { readonly signal?: AbortSignal; readonly tail?: number },
  ): Promise<void>;
  /** For a terminal: `docker exec -it mylb1 bash`, with the environment that leads `docker` to the same engine. */
  shell(): {
    readonly command: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
}

export class Lab {
  constructor(
    readonly engine: Engine,
    readonly plan: LabPlan,
  ) {}

  /**
   * Builds what is missing, creates and starts everything, and waits until the virtual addresses are held and answer.
   * Cancelled or failed, everything this call made is removed again (a lab that was running before is left alone).
   */
  up(_options?: RunOptions): Promise<void> {
    return Promise.reject(new Error(`in work for ${this.plan.project}`));
  }

  /** Stops the containers and keeps them. */
  stop(_options?: RunOptions): Promise<void> {
    return Promise.reject(new Error('in work'));
  }

  /** Stops and starts every container, with the configuration files as they are now. */
  restart(_options?: RunOptions): Promise<void> {
    return Promise.reject(new Error('in work'));
  }

  /** Removes containers, network and volumes of the lab; the images too when asked, so that nothing is left. */
  remove(_options?: RunOptions & { readonly images?: boolean }): Promise<void> {
    return Promise.reject(new Error('in work'));
  }

  /** @throws RangeError when the plan has no such node. */
  node(_name: string): NodeControl {
    throw new Error('in work');
  }
}
