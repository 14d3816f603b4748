/** Does what a drill's steps say, and heals by the mark alone. */
import { containersOf } from '../containers';
import type { Engine } from '../dockerApi';
import { mapError } from '../errorMap';
import { LabError } from '../errors';
import { NodeControl } from '../nodeControl';
import { nodeOf, type LabPlan } from '../plan';
import type { Step } from './drill';
import { clearMark, readMark, type Mark } from './mark';

type Signal = AbortSignal | undefined;

const FAULT_PROGRAM = '/usr/local/lib/haconf/fault';

/**
 * @returns When it began, by the lab's monotonic clock in milliseconds, where the node itself could say so.
 * @throws LabError node-failed with what the node said.
 */
export async function runStep(engine: Engine, plan: LabPlan, step: Step, signal: Signal): Promise<number | undefined> {
  if (step.do !== 'fault') {
    await new NodeControl(engine, plan, nodeOf(plan, step.node))[step.do]({ signal });
    return undefined;
  }
  const what = `fault ${step.words.join(' ')} on ${step.node}`;
  const { exitCode, output } = await engine.exec(
    nodeOf(plan, step.node).container,
    [FAULT_PROGRAM, ...step.words],
    what,
    { signal },
  );
  if (exitCode !== 0) {
    const action = 'Drills need images made from the current files of the lab: scaffold them anew if these are older.';
    throw new LabError('node-failed', `${what} failed: ${output.trim()}`, action);
  }
  return Number(/^at ([\d.]+)/m.exec(output)?.[1]);
}

/** Whether the step has nothing left to do: the container is gone, or stopped, and what ran in it with it. */
async function isMoot(engine: Engine, plan: LabPlan, step: Step, signal: Signal): Promise<boolean> {
  const container = (await containersOf(engine, plan, signal)).get(step.node);
  if (container === undefined) return true;
  return step.do === 'fault' && container.status !== 'running' && container.status !== 'paused';
}

/** One after the other, but for nodes that start: they do so at the same time. */
function inGroups(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (step.do === 'start' && last?.[0]?.do === 'start') last.push(step);
    else groups.push([step]);
  }
  return groups;
}

/**
 * Takes back the fault that the lab is marked with, whoever has caused it. Goes on after a step that failed, and keeps the
 * mark then.
 * @param told hears what runStep says of each step.
 * @returns The mark; undefined when there was none.
 * @throws LabError the first failure.
 */
export async function heal(
  engine: Engine,
  plan: LabPlan,
  signal?: AbortSignal,
  told?: (at: number | undefined) => void,
): Promise<Mark | undefined> {
  const mark = await readMark(engine, plan, signal);
  if (mark === undefined) return undefined;
  const failures: LabError[] = [];
  for (const group of inGroups(mark.heal)) {
    const take = async (step: Step) => {
      if (await isMoot(engine, plan, step, signal)) return;
      const at = await runStep(engine, plan, step, signal);
      told?.(at);
    };
    for (const done of await Promise.allSettled(group.map(take))) {
      if (done.status === 'rejected') failures.push(mapError(done.reason, `Healing ${mark.title}`));
    }
  }
  if (failures[0] !== undefined) throw failures[0];
  await clearMark(engine, plan, signal);
  return mark;
}
