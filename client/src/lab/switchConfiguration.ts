/** Changes over, on running load balancers, to another of the lab's HAProxy configurations; on all of them or on none. */
import { readFile, writeFile } from 'node:fs/promises';
import { chooseInDefinition, withChoice } from './choice';
import { containersOf } from './containers';
import type { Engine } from './dockerApi';
import { nodeOf, type LabPlan, type NodePlan } from './plan';
import { LOADED } from './programs';
import { span, type RunOptions } from './progress';
import { reconfigure, rollBack } from './reconfigure';

export interface Switch {
  readonly plan: LabPlan;
  /** Names of load balancers. */
  readonly nodes: readonly string[];
  /** Path of the configuration in the nodes: `/etc/haproxy/haproxy.cfg`. */
  readonly target: string;
}

interface Running {
  readonly node: NodePlan;
  readonly id: string;
}

const HAPROXY = { programs: ['haproxy'] } as const;

/** The nodes of a switch whose containers run, as they are to be. */
async function runningOf(engine: Engine, { plan, nodes, target }: Switch, signal: AbortSignal | undefined) {
  const containers = await containersOf(engine, plan, signal);
  return nodes.flatMap((name): Running[] => {
    const container = containers.get(name);
    return container?.status === 'running' ? [{ node: withChoice(nodeOf(plan, name), target), id: container.id }] : [];
  });
}

/** The nodes of a switch whose containers run, with the containers' ids. @throws LabError */
export async function runningNodes(engine: Engine, wanted: Switch, signal?: AbortSignal): Promise<Map<string, string>> {
  const running = await runningOf(engine, wanted, signal);
  return new Map(running.map(({ node, id }) => [node.name, id]));
}

/** The text that HAProxy has loaded on the first of the nodes that runs; undefined when none does. */
export async function loadedText(engine: Engine, wanted: Switch, signal?: AbortSignal): Promise<string | undefined> {
  const [first] = await runningOf(engine, wanted, signal);
  if (first === undefined) return undefined;
  const what = `Reading what HAProxy runs on ${first.node.name}`;
  const { exitCode, output } = await engine.exec(first.id, ['cat', `${LOADED}/haproxy`], what, { signal });
  return exitCode === 0 ? output : undefined;
}

/**
 * Loads the configuration on every running node, without losing a connection, and writes the choice into compose.yaml.
 * @returns The nodes that run it now; the others will when they start.
 * @throws ConfigurationRefused; LabError. Every node then runs what it ran before, and compose.yaml is as it was.
 */
export async function switchConfiguration(engine: Engine, wanted: Switch, options: RunOptions = {}): Promise<string[]> {
  const { plan, nodes, target } = wanted;
  const { signal, progress } = options;
  const text = chooseInDefinition(await readFile(plan.file, 'utf8'), plan, nodes, target);
  const running = await runningOf(engine, wanted, signal);
  const done: Running[] = [];
  try {
    for (const [index, one] of running.entries()) {
      const part = span(progress, (100 * index) / running.length, (100 * (index + 1)) / running.length);
      await reconfigure(engine, one.node, one.id, { ...HAPROXY, signal, progress: part });
      done.push(one);
    }
    await writeFile(plan.file, text);
  } catch (error) {
    for (const { node, id } of done) await rollBack(engine, node, id);
    throw error;
  }
  return running.map(({ node }) => node.name);
}
