/** How strict the program is with a keyword, measured by `probe-arguments.ts`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsFolder } from './facts';

export interface Strictness {
  /** Words too many are refused. */
  readonly strict?: true;
  /** What some program lets pass: `missing` arguments, wrong values of argument n (`value<n>`);
   * the version before which it does, or nothing for all. */
  readonly tolerates?: Readonly<Record<string, string>>;
}

const path = join(factsFolder, 'measured.tsv');
const table = new Map(
  (existsSync(path) ? readFileSync(path, 'utf8') : '')
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => line.split('\t') as [string, string])
    .map(([key, found]) => [key, found.split(' ')] as const),
);

/** @param written what the grammar says of words too many: it counts where nothing was measured. */
export function measured(name: string, set: string | undefined, written: boolean, isShared: boolean): Strictness {
  // What was measured does not tell apart sections in which one name stands for different things.
  const found = isShared ? undefined : table.get(set === undefined ? name : `${set}/${name}`);
  const strict = found ? found.includes('strict') : written;
  const tolerates = (found ?? []).filter((what) => what !== 'strict' && what !== '-').map((what) => what.split('@'));
  const named = Object.fromEntries(tolerates.map(([fault, before]) => [fault!, before ?? '']));
  return { ...(strict ? { strict } : {}), ...(tolerates.length > 0 ? { tolerates: named } : {}) };
}
