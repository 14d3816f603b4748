/** Proxy keywords that have no effect in a kind of section, though the program reads them there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsFolder } from './facts';
import { lastWithout } from './proxyOptions';

/** `keyword<TAB>section section`, measured by `probe-sections.ts`. */
const table = new Map(
  readFileSync(join(factsFolder, 'ignored.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t') as [string, string])
    .map(([name, sections]) => [name, sections.split(' ')] as const),
);

export interface Ignored {
  /** Sections in which the program warns of the keyword, with the one that it proposes instead, or nothing. */
  readonly ignoredIn?: Readonly<Record<string, string>>;
  /** The last version in which it has no effect there, where later ones use it. */
  readonly ignoredUntil?: Readonly<Record<string, string>>;
  /** Sections that do not have the keyword, and in which it passes the line over without a word. */
  readonly passedIn?: readonly string[];
}

export function ignoredIn(name: string): Ignored {
  const all = (table.get(name) ?? []).map((one) => /^([^>:]+)(?:>(.*))?(:silent)?$/.exec(one)!);
  const warned = all.filter(([, , , silent]) => silent === undefined);
  const until = warned.flatMap(([, section]) => {
    const last = lastWithout(name, section!);
    return last === undefined ? [] : [[section!, last] as const];
  });
  const passed = all.filter(([, , , silent]) => silent !== undefined);
  return {
    ...(warned.length > 0
      ? { ignoredIn: Object.fromEntries(warned.map(([, section, instead]) => [section!, instead ?? ''])) }
      : {}),
    ...(until.length > 0 ? { ignoredUntil: Object.fromEntries(until) } : {}),
    ...(passed.length > 0 ? { passedIn: passed.map(([, section]) => section!) } : {}),
  };
}
