/** Proxy keywords that the program only warns of in a section which they do not belong to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsFolder } from './facts';

/** `keyword<TAB>section section`, measured by `probe-sections.ts`. */
const table = new Map(
  readFileSync(join(factsFolder, 'ignored.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t') as [string, string])
    .map(([name, sections]) => [name, sections.split(' ')] as const),
);

export function ignoredIn(name: string, sections: readonly string[]): string[] {
  return (table.get(name) ?? []).filter((section) => !sections.includes(section));
}
