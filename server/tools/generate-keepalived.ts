/**
 * Writes server/data/keepalived.json from facts/keepalived: keywords.json says which keyword stands in which block of
 * which version, arguments.txt what it takes. With --check it only compares.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BlockSchema, Keyword } from '../src/core/schema';
import type { SchemaData } from '../src/core/schemaData';
import { emit } from './emit';
import { type Fact, readFacts } from './keepalived/arguments';

interface Tree {
  readonly [keyword: string]: Tree;
}

const folder = join(__dirname, 'facts', 'keepalived');
const trees = JSON.parse(readFileSync(join(folder, 'keywords.json'), 'utf8')) as Record<string, Tree>;
const facts = readFacts(readFileSync(join(folder, 'arguments.txt'), 'utf8'));

const VERSIONS = ['2.0', '2.1', '2.2', '2.3', '2.4'];
/** The release that each tree was taken from, and the first version that may be assumed to know it: a keyword that
 *  came between 2.0.20 and 2.2.8 is accepted from 2.1 on, so that none is refused that the program takes. */
const TREES: readonly (readonly [release: string, from: string])[] = [
  ['2.0.20', '2.0'],
  ['2.2.8', '2.1'],
  ['2.3.4', '2.3'],
  ['2.4.3', '2.4'],
];
/** Keywords that the later trees lack although the programs take them (tried with 2.3.4). */
const KEPT = new Set([
  'notify_fifo_script',
  'vrrp_notify_fifo_script',
  'lvs_notify_fifo_script',
  'startup_script',
  'shutdown_script',
]);
const CHECKERS = /^virtual_server\.real_server\.[A-Z]+_(CHECK|GET)\./;

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}

/** Path of every keyword with the version that first and last has it. */
function spans(): Map<string, { since?: string; until?: string }> {
  const out = new Map<string, { since?: string; until?: string }>();
  TREES.forEach(([release, from], index) => {
    const here = new Set(paths(trees[release]!));
    for (const path of here) if (!out.has(path)) out.set(path, index > 0 ? { since: from } : {});
    if (index === 0) return;
    for (const [path, span] of out) {
      if (here.has(path) || span.until !== undefined || KEPT.has(path.split('.').at(-1)!)) continue;
      span.until = VERSIONS[VERSIONS.indexOf(from) - 1]!;
    }
  });
  return out;
}

function* paths(tree: Tree, prefix = ''): Generator<string> {
  for (const [keyword, inner] of Object.entries(tree)) {
    yield prefix + keyword;
    yield* paths(inner, `${prefix}${keyword}.`);
  }
}

/** The ways in which the files of facts may name a keyword. */
function candidatesOf(path: string): string[] {
  const any = path.split('.').slice(1).join('.');
  return [path, path.replace(CHECKERS, 'CHECK.').replace('CHECK.host.', 'CHECK.'), ...(any === '' ? [] : [`*.${any}`])];
}

function factOf(path: string): Fact | undefined {
  const candidates = candidatesOf(path);
  return facts.findLast((fact) => fact.form === undefined && candidates.includes(fact.path));
}

/** What a keyword takes in later versions, where that is something else. */
function laterForm(path: string): Fact | undefined {
  return facts.find((fact) => fact.form !== undefined && fact.path === path);
}

function parentOf(path: string): [parent: string, keyword: string] {
  const dot = path.lastIndexOf('.');
  return [path.slice(0, Math.max(dot, 0)), path.slice(dot + 1)];
}

const known = spans();
const holders = new Set([...known.keys()].map((path) => parentOf(path)[0]).filter((path) => path !== ''));
const isBlock = (path: string): boolean => holders.has(path) || factOf(path)?.items !== undefined;

function label(path: string): string {
  if (path === '') return 'the top level';
  const [, keyword] = parentOf(path);
  const single = ['global_defs', 'SSL', 'static_ipaddress', 'static_routes', 'static_rules'].includes(path);
  return `${single || path.includes('.') ? 'the' : 'a'} ${keyword} block`;
}

const blocks: Omit<BlockSchema, 'keywords'>[] = [{ type: '', label: label('') }];
for (const [path, span] of known) {
  if (!isBlock(path)) continue;
  const items = factOf(path)?.items;
  blocks.push({ type: path, label: label(path), ...span, ...(items && { open: true, items }) });
}

type Entry = Keyword & { in: string[] };
const entries = new Map<string, Entry>();
function add(block: string, keyword: Keyword): void {
  const id = JSON.stringify(keyword);
  const entry = entries.get(id);
  if (entry) entry.in.push(block);
  else entries.set(id, { ...keyword, in: [block] });
}

function keywordOf(
  name: string,
  fact: Fact | undefined,
  span: { since?: string; until?: string },
  block?: string,
): Keyword {
  return {
    name,
    ...span,
    args: fact?.args ?? [],
    ...(block !== undefined && { block }),
    ...(fact?.once && { once: true }),
    ...(fact?.deprecated && { deprecated: fact.deprecated }),
    ...(fact && Object.keys(fact.extra).length > 0 && { extra: fact.extra }),
  };
}

for (const [path, span] of known) {
  const [parent, name] = parentOf(path);
  const later = laterForm(path);
  const before = later && { ...span, until: VERSIONS[VERSIONS.indexOf(later.form!) - 1]! };
  add(parent, keywordOf(name, factOf(path), before ?? span, isBlock(path) ? path : undefined));
  if (later) add(parent, keywordOf(name, later, { ...span, since: later.form! }));
}
for (const fact of facts) {
  if (!fact.everywhere) continue;
  for (const block of blocks)
    add(block.type, keywordOf(fact.path, fact, fact.since === undefined ? {} : { since: fact.since }));
}

const options: Record<string, Keyword[]> = {};
for (const fact of facts) {
  const match = /^@(\w+)\.(.+)$/.exec(fact.path);
  if (match) (options[match[1]!] ??= []).push(keywordOf(match[2]!, fact, {}));
}
const unused = facts.filter(
  (f) =>
    !f.everywhere &&
    !f.path.startsWith('@') &&
    ![...known.keys()].some((path) => factOf(path) === f || laterForm(path) === f),
);
for (const fact of unused) fail(`arguments.txt: ${fact.path} is not a keyword, or a later line hides it`);

const texts = readFileSync(join(folder, 'texts.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => /^(\S+)\s+(.*)$/.exec(line)!);
/** Whether `PATH=VALUE` names a value of an enumeration. */
function isValue(key: string): boolean {
  const [path, value] = key.split('=') as [string, string];
  return factOf(path)?.args.some(({ values }) => values?.some(({ name }) => name === value)) ?? false;
}

const docs: Record<string, string> = {};
const used = new Set<string>();
for (const path of known.keys()) {
  const candidates = candidatesOf(path);
  // A text on the path itself is worth more than one on its name everywhere.
  const found = texts.find(([, of]) => of === path) ?? texts.findLast(([, of]) => candidates.includes(of!));
  if (!found) continue;
  docs[path] = found[2]!;
  used.add(found[1]!);
}
for (const [, path, text] of texts) if (/^@|^include|=/.test(path!)) docs[path!] = text!;
for (const [, path] of texts) {
  if (path!.includes('=') && !isValue(path!)) fail(`texts.txt: ${path!} is not a value`);
  if (docs[path!] === undefined && !used.has(path!)) fail(`texts.txt: ${path!} is not a keyword`);
}

const data: SchemaData = { versions: VERSIONS, blocks, keywords: [...entries.values()], options };
const rows = (list: readonly unknown[]): string => list.map((row) => JSON.stringify(row)).join(',\n');
emit(
  'server/data/keepalived.json',
  `{"versions":${JSON.stringify(data.versions)},\n"blocks":[\n${rows(data.blocks)}\n],\n"keywords":[\n${rows(data.keywords)}\n],\n` +
    `"options":{\n${Object.entries(data.options)
      .map(([set, list]) => `${JSON.stringify(set)}:[\n${rows(list)}\n]`)
      .join(',\n')}\n}}\n`,
);
emit('server/data/keepalived.docs.json', `${JSON.stringify(docs, undefined, 1)}\n`);
