/** Whether a node has the configuration files as they are in the lab's folder: measured, by their hashes. */
import { createHash } from 'node:crypto';
import { fileAt } from './check/material';
import { copiedEntries } from './contextFiles';
import type { Engine } from './dockerApi';
import type { LabPlan, NodePlan } from './plan';
import type { Program } from './programs';
import { programsOf } from './programs';
import type { RunOptions } from './progress';

/**
 * The files that a running node has otherwise or not at all, as absolute paths here.
 * @param id Of its container.
 * @throws LabError
 */
export async function differing(
  engine: Engine,
  node: NodePlan,
  id: string,
  { signal }: RunOptions = {},
): Promise<string[]> {
  const ours = new Map(
    (await copiedEntries(node.copy)).map(({ path, data }) => [
      `/${path}`,
      createHash('sha256').update(data).digest('hex'),
    ]),
  );
  if (ours.size === 0) return [];
  // What is not there is missing in the answer, too.
  const command = ['sh', '-c', 'sha256sum -- "$@" 2>/dev/null || true', 'sh', ...ours.keys()];
  const { output } = await engine.exec(id, command, `Comparing the configuration of ${node.name}`, { signal });
  const theirs = new Map(
    output.split('\n').flatMap((line) => {
      const [, hash = '', path = ''] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
      return path === '' ? [] : [[path, hash] as const];
    }),
  );
  return [...ours]
    .filter(([path, hash]) => theirs.get(path) !== hash)
    .flatMap(([path]) => fileAt(node.copy, path) ?? [])
    .sort();
}

/** The programs that read one of the files; undefined, which means all, when a file may be read by any. */
export function readersOf(
  { copy }: NodePlan,
  programs: readonly Program[],
  files: readonly string[],
): Program['name'][] | undefined {
  const readers = files.map((file) =>
    programs.find(({ folder }) => copy.some(({ from, to }) => to.startsWith(folder) && file.startsWith(from))),
  );
  return readers.includes(undefined) ? undefined : [...new Set(readers.flatMap((program) => program?.name ?? []))];
}

/** Nodes whose running programs would be touched by the files, backups first: who holds an address is the last. */
export function inOrder(
  plan: LabPlan,
  differing: ReadonlyMap<string, readonly string[]>,
  holders: readonly string[],
): NodePlan[] {
  const nodes = plan.nodes.filter((node) => (differing.get(node.name)?.length ?? 0) > 0 && programsOf(node).length > 0);
  const last = ({ name }: NodePlan) => Number(holders.includes(name));
  return [...nodes].sort((a, b) => last(a) - last(b));
}
