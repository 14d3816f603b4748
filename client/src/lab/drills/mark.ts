/**
 * The mark that a lab carries while a fault is active: an empty volume whose label says which one and how it is healed.
 * A volume survives the death of whoever caused the fault and of every node, and goes when the lab is removed.
 */
import type { Engine } from '../dockerApi';
import { FAULT, ownFilter, volumeLabels } from '../labels';
import type { LabPlan } from '../plan';
import type { ActiveFault } from '../state';
import type { Cast, Drill, Step } from './drill';

type Signal = AbortSignal | undefined;

export interface Mark extends ActiveFault {
  /** In this order; each is harmless when it is done already. */
  readonly heal: readonly Step[];
}

export function markOf(drill: Drill, cast: Cast): Mark {
  const { id, title } = drill;
  return { id, title, target: cast.target, since: new Date().toISOString(), heal: drill.heal(cast) };
}

export function markName({ project }: LabPlan): string {
  return `${project}_fault`;
}

export async function setMark(engine: Engine, plan: LabPlan, mark: Mark, signal: Signal): Promise<void> {
  await engine.createVolume(markName(plan), volumeLabels(plan, JSON.stringify(mark)), { signal });
}

/** The mark; undefined when no fault is active. */
export async function readMark(engine: Engine, plan: LabPlan, signal: Signal): Promise<Mark | undefined> {
  const volumes = await engine.volumes(ownFilter(plan), { signal });
  const label = volumes.find(({ name }) => name === markName(plan))?.labels[FAULT];
  return label === undefined ? undefined : (JSON.parse(label) as Mark);
}

export async function clearMark(engine: Engine, plan: LabPlan, signal: Signal): Promise<void> {
  await engine.removeVolume(markName(plan), { signal });
}
