/**
 * Lets the nodes of the lab, and the probe before all, have the processor before other containers while they measure: on a
 * busy machine the probe would stand still otherwise, and the run would count for nothing. Takes nothing from an idle one.
 */
import { containersOf } from '../containers';
import type { Engine } from '../dockerApi';
import { mapError } from '../errorMap';
import type { LabPlan } from '../plan';
import type { PreflightCheck } from './report';

/** Of a container when nobody says otherwise: 1024. The first is the most that there is (docker-run(1), --cpu-shares). */
const SHARES = { probe: 262_144, other: 32_768 } as const;

/**
 * @returns Whether it could be done; an engine without the rights to share the processor out goes on without it.
 * @throws LabError cancelled.
 */
export async function favour(engine: Engine, plan: LabPlan, signal: AbortSignal | undefined): Promise<PreflightCheck> {
  const what = 'The probe and the other nodes come first on the processor';
  try {
    const containers = await containersOf(engine, plan, signal);
    for (const { name, role } of plan.nodes) {
      const shares = SHARES[role === 'probe' ? 'probe' : 'other'];
      const id = containers.get(name)?.id;
      if (id !== undefined) await engine.shareProcessor(id, shares, `Putting ${name} first`, { signal });
    }
    return { what, ok: true, found: 'before other containers' };
  } catch (error) {
    const known = mapError(error, what);
    if (known.code === 'cancelled') throw known;
    return { what, ok: false, found: known.message };
  }
}
