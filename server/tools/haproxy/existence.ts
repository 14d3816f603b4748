/** In which versions a keyword exists, concluded from registry, hand-compared words and manual. */
import { type Fact, readTable, versions } from './facts';

type Versions = Set<string>;

/** Versions for which there is a table of hand-compared words. */
const INLINE = ['2.4', '2.6', '2.8', '3.0', '3.2', '3.4'];
/** First version with a registry. */
const REGISTRY = versions.indexOf('2.6');

const registry = index(readTable('registry'), (fact) => {
  const [group, line] = fact.columns as [string, string];
  const name = line
    .replace(/^bind <addr> (ssl (?=\S))?/, 'bind/')
    .replace(/^server <name> <addr> /, 'server/')
    .replace(/ \+-?\d+$| \[.*\]$|\*$/g, '');
  return `${group}:${name}`;
});
const inline = index(readTable('inline'), (fact) => `${fact.columns[0]!.split(':')[1]!}:${fact.columns[1]!}`);
const manual = index(
  readTable('manual'),
  (fact) => `${kindOf(fact.columns[0]!)}:${fact.columns[1]!.replace(/\($/, '')}`,
);

function index(facts: readonly Fact[], key: (fact: Fact) => string): Map<string, Versions> {
  const out = new Map<string, Versions>();
  for (const fact of facts) {
    const known = out.get(key(fact));
    if (known) for (const version of fact.versions) known.add(version);
    else out.set(key(fact), new Set(fact.versions));
  }
  return out;
}

/** Parts of the manual, whose numbers move from version to version. */
function kindOf(chapter: string): string {
  if (chapter === '5.1') return 'bind';
  if (chapter === '5.2') return 'server';
  return chapter.startsWith('4.') ? 'proxy' : 'other';
}

const PROXIES = new Set(['defaults', 'frontend', 'listen', 'backend']);
const ACTION =
  /^(http-request|http-response|http-after-response|tcp-request connection|tcp-request session|tcp-request content|tcp-response content) (.+)$/;

/** Registered lines that no grammar line has: they are known, but not what they take. */
export function registeredNames(): string[] {
  return [...registry.keys()];
}

/** Versions of a keyword in sections of a kind; `undefined` when no source knows the name. */
export function versionsOf(name: string, sections: readonly string[], set?: string): Versions | undefined {
  const { registered, written, documented } = sourcesOf(name, sections, set);
  if (registered.size + written.size + documented.size === 0) return undefined;
  const out: Versions = new Set();
  for (const version of versions) {
    if (registered.has(version) || documented.has(version) || isWritten(version, written, documented)) out.add(version);
  }
  const documentedSince = versions.findIndex((version) => documented.has(version));
  // Before the first registry, a keyword that the manual does not date is taken to have been there.
  const undated = documentedSince < 0 || documentedSince > REGISTRY;
  if (registered.has('2.6') && undated && written.size === 0)
    for (const version of versions.slice(0, REGISTRY)) out.add(version);
  return out;
}

function sourcesOf(
  name: string,
  sections: readonly string[],
  set?: string,
): Record<'registered' | 'written' | 'documented', Versions> {
  const none: Versions = new Set();
  if (set !== undefined) {
    return {
      registered: registry.get(`listen:${set}/${name}`) ?? none,
      written: none,
      documented: manual.get(`${set}:${name}`) ?? none,
    };
  }
  const isProxy = sections.some((section) => PROXIES.has(section));
  const group = isProxy ? 'listen' : sections[0]!;
  const first = name.split(' ')[0]!;
  const action = ACTION.exec(name)?.[2];
  const registered = registry.get(`${group}:${name}`) ?? none;
  const documented = manual.get(`${isProxy ? 'proxy' : 'other'}:${name}`) ?? none;
  const parser = isProxy ? 'cfg_parse_listen' : `cfg_parse_${group.replace('-', '_')}`;
  let written = inline.get(`${parser}:0:${name}`) ?? none;
  if (name.startsWith('option ')) written = inline.get(`${parser}:1:${name.slice(7)}`) ?? written;
  if (action !== undefined && registered.size === 0 && documented.size === 0)
    return { registered, written, documented: manual.get(`proxy:${action}`) ?? none };
  if (registered.size + documented.size + written.size === 0 && first !== name) {
    return {
      registered: registry.get(`${group}:${first}`) ?? none,
      written: inline.get(`${parser}:0:${first}`) ?? none,
      documented: none,
    };
  }
  return { registered, written, documented };
}

function isWritten(version: string, written: Versions, documented: Versions): boolean {
  if (INLINE.includes(version)) return written.has(version);
  const at = versions.indexOf(version);
  const [before, after] = [written.has(versions[at - 1] ?? ''), written.has(versions[at + 1] ?? '')];
  return before && after ? true : before || after ? documented.size === 0 : false;
}
