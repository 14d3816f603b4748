/** Where the manual describes a keyword: `4.2-timeout connect` by the version from which it holds, for links. */
import { readTable, versions } from './facts';

/** Chapters by name and version. */
const places = new Map<string, Map<string, string[]>>();
for (const fact of readTable('manual')) {
  const [chapter, syntax] = fact.columns as [string, string];
  const name = syntax.replace(/\($/, '');
  const known = places.get(name) ?? new Map<string, string[]>();
  places.set(name, known);
  for (const version of fact.versions) known.set(version, [...(known.get(version) ?? []), chapter]);
}

const WANTED: readonly [RegExp, RegExp][] = [
  [/^global$/, /^3\.[1-4]$/],
  [/^(defaults|frontend|listen|backend)$/, /^4/],
  // The chapters of other sections move; those above and that on samples are none of theirs.
  [/./, /^(?!3\.[123]$|4|5\.[12]$|7)/],
];

const RULES = /^(?:http-request|http-response|http-after-response|tcp-request \w+|tcp-response \w+|quic-initial) /;

/** `{"2.4": "4.2", "3.0": "4.4"}`: chapter by the first version that has it there; the anchor is `<chapter>-<name>`. */
export function chaptersOf(
  name: string,
  sections: readonly string[],
  set?: string,
): Record<string, string> | undefined {
  const wanted =
    set === 'bind'
      ? /^5\.1$/
      : set === 'server'
        ? /^5\.2$/
        : WANTED.find(([section]) => section.test(sections[0] ?? ''))?.[1];
  if (set !== undefined && wanted === undefined) return undefined;
  if (CHAPTERS[name] !== undefined && sections[0] === '') return { [versions[0]!]: CHAPTERS[name] };
  const names = entriesFor(name);
  const out: Record<string, string> = {};
  let last: string | undefined;
  for (const version of versions) {
    const anchor = anchorOf(names, version, wanted);
    if (anchor === undefined) continue;
    if (anchor !== last) out[version] = anchor;
    last = anchor;
  }
  return Object.keys(out).length > 0 ? out : undefined;
}

/** Sections that are chapters. */
const CHAPTERS: Readonly<Record<string, string>> = {
  global: '3',
  defaults: '4',
  frontend: '4',
  backend: '4',
  listen: '4',
};

/** Entries that may describe a keyword, best first: its own, one with more words, one with fewer (`hold` for `hold nx`). */
function entriesFor(name: string): string[] {
  const short = name.replace(RULES, '');
  const longer = (one: string): string[] =>
    [...places.keys()].filter((entry) => entry.startsWith(`${one} `) || entry === `${one}0`);
  const shorter = short.includes(' ') ? [short.slice(0, short.lastIndexOf(' '))] : [];
  return [name, short, ...longer(name), ...longer(short), ...shorter];
}

function anchorOf(names: readonly string[], version: string, wanted: RegExp | undefined): string | undefined {
  for (const name of names) {
    const chapters = places.get(name)?.get(version) ?? [];
    const chapter = chapters.find((one) => wanted?.test(one) ?? true);
    if (chapter !== undefined) return `${chapter}-${name}`;
  }
  return undefined;
}
