/**
 * Makes `server/data/haproxy.json` from the facts in `server/tools/facts/haproxy`.
 *
 *     tsx server/tools/generate-haproxy.ts [--check]
 */
import { join } from 'node:path';
import { limits, versions } from './haproxy/facts';
import { type GrammarEntry, readGrammar } from './haproxy/notation';
import { registeredNames, versionsOf } from './haproxy/existence';
import { chaptersOf } from './haproxy/chapters';
import { sampleData } from './haproxy/samples';
import { ignoredIn } from './haproxy/ignored';
import { httpOption } from './haproxy/proxyOptions';
import { measured, type Strictness } from './haproxy/measured';
import { repeated } from './haproxy/repeated';
import { blocks } from './haproxy/blocks';
import { writeOrCheck } from './haproxy/write';
import { describedTexts, strayKeys } from './haproxy/texts';
import { LOG_ALIASES } from '../src/languages/haproxy/logFormat';
import { BALANCE_NAMES } from '../src/languages/haproxy/values';
import type { Keyword } from '../src/core/schema';
import type { SchemaData } from '../src/core/schemaData';

const grammar = [...readGrammar()];
const known = new Set(grammar.map((entry) => `${entry.set ?? ''}/${entry.sections[0] ?? ''}/${entry.name}`));

/** What the registry knows and the grammar does not, with anything behind it. */
for (const line of registeredNames()) {
  const [group, name] = line.split(/:(.*)/) as [string, string];
  if (!['global', 'listen'].includes(group)) continue;
  const set = /^(bind|server)\/(.+)$/.exec(name);
  const isKnown = set
    ? known.has(`${set[1]}//${set[2]}`)
    : grammar.some(
        (entry) =>
          entry.sections.length > 0 &&
          (entry.name === name || entry.name.startsWith(`${name} `)) &&
          entry.sections.includes(group),
      );
  if (isKnown || (set && set[2]!.startsWith('ssl '))) continue;
  console.warn(`not in the grammar: ${line}`);
  const sections = group === 'listen' ? ['defaults', 'frontend', 'listen', 'backend'] : [group];
  const args = [{ name: '...', type: 'any', optional: true, repeat: true }];
  if (!set) grammar.push({ name, open: false, sections, args, attributes: {} });
}

const PROXIES = ['defaults', 'frontend', 'listen', 'backend'];

/** In how many kinds of section a keyword means something else. */
function placesOf(name: string): number {
  const sections = grammar
    .filter((entry) => entry.set === undefined && entry.name === name)
    .flatMap((entry) => entry.sections);
  return new Set(sections.map((section) => (PROXIES.includes(section) ? 'proxy' : section))).size;
}

function keywordOf(entry: GrammarEntry): Keyword | undefined {
  const { name, open, args, attributes, sections, set } = entry;
  const found = 'always' in attributes ? undefined : versionsOf(name, sections, set);
  if (found?.size === 0) return undefined;
  const { since = attributes['since'], until = attributes['until'] } = {
    ...(found ? limits(found) : {}),
    ...pick(attributes, 'since', 'until'),
  };
  const [discouraged, instead] = (attributes['deprecated'] ?? '').split('>');
  const chapters = chaptersOf(name, sections, set);
  const extra = {
    ...('needs' in attributes ? { needs: attributes['needs'].split(',').map((one) => one.split('/')) } : {}),
    ...('some' in attributes ? { some: true } : {}),
    ...('warns' in attributes ? { warns: attributes['warns'] } : {}),
    ...('experimental' in attributes ? { experimental: attributes['experimental'].split('-') } : {}),
    ...strictness(name, set, attributes),
    ...(chapters ? { chapters } : {}),
    ...(set === undefined ? repeated(name, sections) : {}),
    ...(set === undefined && sections.some((one) => PROXIES.includes(one))
      ? { ...ignoredIn(name), ...httpOption(name) }
      : {}),
  };
  const block = sections[0] === '' ? name : undefined;
  return {
    name,
    args,
    ...(open ? { open } : {}),
    ...(since !== undefined ? { since } : {}),
    ...(until !== undefined ? { until } : {}),
    ...('no' in attributes ? { prefixes: ['no', 'default'] } : {}),
    ...(discouraged ? { deprecated: { since: discouraged, ...(instead ? { instead } : {}) } } : {}),
    ...(block !== undefined ? { block } : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  };
}

function strictness(name: string, set: string | undefined, attributes: GrammarEntry['attributes']): Strictness {
  const { strict, tolerates } = measured(name, set, 'strict' in attributes, set === undefined && placesOf(name) > 1);
  const more = attributes['tolerates'];
  const all = more === undefined ? tolerates : { ...tolerates, [more]: '' };
  return { ...(strict && !('loose' in attributes) ? { strict } : {}), ...(all ? { tolerates: all } : {}) };
}

function pick(from: Readonly<Record<string, string>>, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]!]] : [])));
}

const options: Record<string, Keyword[]> = {};
const keywords: (Keyword & { in: readonly string[] })[] = [];
for (const entry of grammar) {
  const keyword = keywordOf(entry);
  if (!keyword) continue;
  if (entry.set === undefined) keywords.push({ ...keyword, in: entry.sections });
  else (options[entry.set] ??= []).push(keyword);
}

const data: SchemaData = { versions, blocks, keywords, options };
const folder = join(import.meta.dirname, '../data');
writeOrCheck(join(folder, 'haproxy.json'), data, ['blocks', 'keywords', 'options']);
const samples = sampleData();
writeOrCheck(join(folder, 'haproxy.samples.json'), samples, ['fetches', 'converters', 'acls']);
const texts = describedTexts();
writeOrCheck(join(folder, 'haproxy.docs.json'), texts, []);

/** The keys under which the values of a keyword's enumerations may have a text. */
function valuesOf({ name, args }: Keyword, set: string): string[] {
  return args.flatMap(({ values }) => (values ?? []).map((value) => `value:${set}${name}=${value.name}`));
}

const named = {
  keywords: new Set(keywords.flatMap(({ name, in: places }) => [name, ...places.map((place) => `${place}/${name}`)])),
  parameters: new Set([
    ...Object.entries(options).flatMap(([set, all]) => all.map(({ name }) => `${set}:${name}`)),
    ...Object.keys(samples.fetches).map((name) => `fetch:${name}`),
    ...Object.keys(samples.converters).map((name) => `converter:${name}`),
    ...[...LOG_ALIASES].map((name) => `alias:${name}`),
    ...BALANCE_NAMES.map((name) => `value:balance=${name}`),
    ...keywords.flatMap((keyword) => valuesOf(keyword, '')),
    ...Object.entries(options).flatMap(([set, all]) => all.flatMap((keyword) => valuesOf(keyword, `${set}:`))),
  ]),
};
for (const key of strayKeys(texts, named)) {
  console.error(`a text for "${key}", which is in no table`);
  process.exitCode = 1;
}
