/** Keywords that a section takes once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsFolder } from './facts';

/** `keyword<TAB>section section:refused`, measured by `probe-repeated.ts`. */
const table = new Map(
  readFileSync(join(factsFolder, 'repeated.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t') as [string, string])
    .map(([name, sections]) => [name, sections.split(' ').map((one) => one.split(':'))] as const),
);

export interface Repeated {
  /** Sections in which the program minds a second line: whether it refuses it, or goes on with one of them. */
  readonly once?: Readonly<Record<string, 'refused' | 'told'>>;
}

export function repeated(name: string, sections: readonly string[]): Repeated {
  const own = (table.get(name) ?? []).filter(([section]) => sections.includes(section!));
  if (own.length === 0) return {};
  return {
    once: Object.fromEntries(own.map(([section, mark]) => [section!, mark === undefined ? 'told' : 'refused'])),
  };
}
