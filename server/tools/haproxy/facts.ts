/** The tables of facts on HAProxy, and questions to them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const versions: readonly string[] = [
  '2.4',
  '2.5',
  '2.6',
  '2.7',
  '2.8',
  '2.9',
  '3.0',
  '3.1',
  '3.2',
  '3.3',
  '3.4',
];

export const factsFolder = join(import.meta.dirname, '../facts/haproxy');

/** One line of a table: the versions it holds for, and its columns. */
export interface Fact {
  readonly versions: ReadonlySet<string>;
  readonly columns: readonly string[];
}

export function readTable(name: 'registry' | 'inline' | 'manual'): Fact[] {
  const text = readFileSync(join(factsFolder, `${name}.tsv`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [known, ...columns] = line.split('\t');
      return { versions: new Set(known!.split(',').flatMap(expand)), columns };
    });
}

function expand(range: string): string[] {
  const [first, last] = range.split('-') as [string, string];
  return versions.slice(versions.indexOf(first), versions.indexOf(last) + 1);
}

/** First and last version of a set, without the limits that are those of the supported versions. */
export function limits(known: ReadonlySet<string>): { since?: string; until?: string } {
  const sorted = versions.filter((version) => known.has(version));
  const [since, until] = [sorted[0], sorted.at(-1)];
  return {
    ...(since !== undefined && since !== versions[0] ? { since } : {}),
    ...(until !== undefined && until !== versions.at(-1) ? { until } : {}),
  };
}
