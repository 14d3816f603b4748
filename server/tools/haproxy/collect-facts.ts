/**
 * Condenses what HAProxy says of itself into the three tables that the generator reads.
 *
 *     tsx server/tools/haproxy/collect-facts.ts DIRECTORY
 *
 * DIRECTORY holds, per version: `registry-<version>.txt`, printed by `haproxy -dKall -q -c -f /dev/null`;
 * `inline-<version>.json`, the words that the parsers compare by hand; `manual-<version>.json`, facts of the manual.
 * Every fact becomes one line that begins with the versions it holds for, so that a new version adds little.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsFolder, versions } from './facts';

const from = process.argv[2];
if (from === undefined) throw new Error('usage: collect-facts.ts DIRECTORY');

/** Versions by fact, in the order in which facts were first seen. */
type Table = Map<string, string[]>;

function add(table: Table, fact: string, version: string): void {
  const known = table.get(fact);
  if (!known) table.set(fact, [version]);
  else if (known.at(-1) !== version) known.push(version);
}

function read(name: string): string | undefined {
  const path = join(from!, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Titles of the registry's parts, and the group their lines get here; configuration keywords name their own. */
const PARTS: readonly [RegExp, string][] = [
  [/ACL keywords/, 'acl'],
  [/configuration keywords/, 'config'],
  [/CLI keywords/, ''],
  [/converter functions/, 'converter'],
  [/filter names/, 'filter'],
  [/sample fetch functions/, 'fetch'],
  [/service names/, 'service'],
];

function collectRegistry(table: Table, version: string, text: string): void {
  let part = '';
  let section = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('# List')) part = PARTS.find(([title]) => title.test(line))?.[1] ?? '';
    else if (line === '' || line.startsWith('#') || part === '') continue;
    else if (part !== 'config')
      add(
        table,
        `${part}\t${line.replace(/^\[ ([^\]]*) \]/, (_, flags: string) => flags.replaceAll(' ', ''))}`,
        version,
      );
    else if (line.startsWith('\t')) add(table, `${section}\t${line.trim()}`, version);
    else section = line.trim();
  }
}

interface Manual {
  readonly chapters: Readonly<Record<string, string>>;
  readonly entries: readonly {
    readonly chapter: string;
    readonly syntax: readonly string[];
    readonly deprecated?: boolean;
  }[];
}

const registry: Table = new Map();
const inline: Table = new Map();
const manual: Table = new Map();
for (const version of versions) {
  const dump = read(`registry-${version}.txt`);
  if (dump !== undefined) collectRegistry(registry, version, dump);
  const words = read(`inline-${version}.json`);
  if (words !== undefined) {
    for (const [parser, found] of Object.entries(JSON.parse(words) as Record<string, string[]>)) {
      if (!/cli|debug|trace_|spoe_/.test(parser)) for (const word of found) add(inline, `${parser}\t${word}`, version);
    }
  }
  const facts = JSON.parse(read(`manual-${version}.json`)!) as Manual;
  for (const { chapter, syntax, deprecated } of facts.entries) {
    // Only the first words matter: what a keyword takes is written by hand, in the grammar.
    const names = [...new Set(syntax.map((line) => line.split(/ *[<[{]/)[0]!.trim()))].filter(
      (name) => name !== '' && name.length < 60,
    );
    for (const name of names) add(manual, `${chapter}\t${name}${deprecated ? '\tdeprecated' : ''}`, version);
  }
}

/** `2.4-3.4`, `2.6-2.8,3.1-3.1` */
function ranges(known: readonly string[]): string {
  const out: string[] = [];
  let start = known[0]!;
  known.forEach((version, i) => {
    const next = known[i + 1];
    if (next !== undefined && versions.indexOf(next) === versions.indexOf(version) + 1) return;
    out.push(`${start}-${version}`);
    start = next ?? '';
  });
  return out.join(',');
}

for (const [name, table] of Object.entries({ registry, inline, manual })) {
  const lines = [...table].map(([fact, known]) => `${ranges(known)}\t${fact}`);
  writeFileSync(join(factsFolder, `${name}.tsv`), `${lines.join('\n')}\n`);
}
