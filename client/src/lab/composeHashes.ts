/**
 * What Compose calls a container up to date by: a hash of its service, as a label. How it is reckoned differs from
 * version to version of Compose (docker/compose, pkg/compose/hash.go; Compose 1, compose/service.py), so the one that
 * this machine has is asked. Without it `docker compose up` makes the containers anew, and the lab is the same.
 */
import type { Engine } from './dockerApi';
import { LabError } from './errors';
import type { LabPlan } from './plan';
import { runProcess } from './process';

const COMMANDS = [['docker', 'compose'], ['docker-compose']] as const;
/** Milliseconds; nobody is to wait long for what may be left out. */
const PATIENCE = 10_000;

/** The hash of each service by its name; none when there is no Compose, or it does not answer. @throws LabError cancelled */
export async function composeHashes(
  engine: Engine,
  plan: LabPlan,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  for (const [command, ...words] of COMMANDS) {
    const args = [...words, '--file', plan.file, 'config', '--hash', '*'];
    const options = { cwd: plan.folder, env: engine.info.env, timeout: PATIENCE, signal };
    const { exitCode, output } = await runProcess(command, args, options).catch((error: unknown) => {
      if (error instanceof LabError && error.code === 'unknown') return { exitCode: -1, output: '' };
      throw error;
    });
    if (exitCode !== 0) continue;
    return new Map([...output.matchAll(/^(\S+) ([0-9a-f]{64})$/gm)].map(([, service, hash]) => [service!, hash!]));
  }
  return new Map();
}
