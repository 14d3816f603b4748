/** Ports that a lab can publish instead of those that somebody else uses. */
import type { Engine } from './dockerApi';
import { LabError } from './errors';
import { isOwn } from './labels';
import type { LabPlan } from './plan';
import { isPortFree } from './survey';

/**
 * Which ports of a lab somebody else uses, and what to use instead. Containers are known to the engine; other programs
 * are found by trying, on this machine. On another machine only the engine can tell: what it has refused is given up.
 * @param refused The port that the engine would not publish, if it said which.
 * @returns Published port of the definition -> the one to use instead.
 * @throws LabError port-taken when nobody can tell which port it is.
 */
export async function otherPorts(
  plan: LabPlan,
  engine: Engine,
  refused: number | undefined,
): Promise<ReadonlyMap<number, number>> {
  const containers = await engine.containers({});
  const portsOf = (own: boolean) =>
    containers.filter(({ labels }) => isOwn(plan, labels) === own).flatMap(({ ports }) => ports);
  const ours = new Set(portsOf(true));
  const used = new Set([...portsOf(false), ...(refused === undefined ? [] : [refused])]);
  const isFree = async (port: number) =>
    !used.has(port) && (engine.info.remote || ours.has(port) || (await isPortFree(port)));
  const planned = plan.nodes.flatMap((node) => node.ports.map(({ host }) => host));

  const result = new Map<number, number>();
  for (const port of planned) {
    if (await isFree(port)) continue;
    let other = port + 1;
    while (planned.includes(other) || !(await isFree(other))) other++;
    used.add(other);
    result.set(port, other);
  }
  if (result.size === 0 && engine.info.remote) {
    const action = 'Change the ports in compose.yaml, and start the lab again.';
    throw new LabError('port-taken', 'The engine does not say which port is taken.', action);
  }
  return result;
}
