/** Where the manual describes a keyword: `4.2-timeout connect` by the version from which it holds, for links. */
import { readTable, versions } from './facts';

const places = new Map<string, Map<string, string>>();
for (const fact of readTable('manual')) {
  const [chapter, name] = fact.columns as [string, string];
  for (const version of fact.versions) {
    const known = places.get(name.replace(/\($/, ''));
    // An entry of the alphabetical reference wins over a mention elsewhere.
    if (!known) places.set(name.replace(/\($/, ''), new Map([[version, chapter]]));
    else if (!known.has(version)) known.set(version, chapter);
  }
}

const WANTED: readonly [RegExp, RegExp][] = [
  [/^global$/, /^3\.[1-4]$/],
  [/^(defaults|frontend|listen|backend)$/, /^4/],
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
  const full = places.get(name) ?? new Map<string, string>();
  const short = places.get(name.replace(RULES, '')) ?? new Map<string, string>();
  const out: Record<string, string> = {};
  let last: string | undefined;
  for (const version of versions) {
    const chapter = full.get(version) ?? short.get(version);
    if (chapter === undefined || (wanted && !wanted.test(chapter))) continue;
    const anchor = `${chapter}-${full.has(version) ? name : name.replace(RULES, '')}`;
    if (anchor !== last) out[version] = anchor;
    last = anchor;
  }
  return Object.keys(out).length > 0 ? out : undefined;
}
