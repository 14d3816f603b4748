import type { Word } from './scan';
import type { Block, Statement } from './tree';

/**
 * The value an argument takes. `word` is anything; `enum` one of `values`; `name` a symbol (see `ref` and `def`);
 * `options` a run of named parameters (see `options`); the rest are checked by the language they belong to.
 */
export interface Arg {
  /** As the manual names it: `address`, `timeout`. */
  readonly name: string;
  readonly type: string;
  readonly optional?: boolean;
  /** Optional, but a word in its place is a wrong value rather than what comes next. */
  readonly firm?: boolean;
  /** Takes all the words that follow. */
  readonly repeat?: boolean;
  /** `enum`: the words allowed, each with the versions that know it. */
  readonly values?: readonly Value[];
  /** `enum`: upper and lower case do not matter. */
  readonly ignoreCase?: boolean;
  /** Kind of the symbol that the word refers to. */
  readonly ref?: string;
  /** Kind of the symbol that the word defines. */
  readonly def?: string;
  /** `options`: name of the option set. */
  readonly options?: string;
  /** The range of a number. */
  readonly min?: number;
  readonly max?: number;
}

export interface Versioned {
  /** First and last version that has it; absent: no limit among the supported versions. */
  readonly since?: string;
  readonly until?: string;
}

export interface Value extends Versioned {
  readonly name: string;
}

export interface Keyword extends Versioned {
  /** One word or several: `timeout connect`, `http-request set-header`. */
  readonly name: string;
  readonly args: readonly Arg[];
  /** Type of the block that it opens. */
  readonly block?: string;
  /** The last word of the name may go on: `http-request set-var` also stands for `http-request set-var(txn.a)`. */
  readonly open?: boolean;
  /** Words that may stand before it: `no`, `default`. */
  readonly prefixes?: readonly string[];
  /** Version since which the program discourages it, and what replaces it. */
  readonly deprecated?: { readonly since?: string; readonly instead?: string };
  /** May stand only once in its block. */
  readonly once?: boolean;
  /** Place in the official documentation (chapter or anchor), for the link. */
  readonly anchor?: string;
  /** Facts that only the language's own code reads. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** What a block may hold. */
export interface BlockSchema extends Versioned {
  readonly type: string;
  /** As a sentence names it: `a frontend section`, `the global_defs block`. */
  readonly label: string;
  readonly keywords: KeywordTable;
  /** Anything may stand in it (a list of names, free text). */
  readonly open?: boolean;
  /** An open block's items: what each of them consists of. */
  readonly items?: readonly Arg[];
}

/** A set of named parameters, such as those of a `server` line. */
export type OptionSet = ReadonlyMap<string, Keyword>;

/** The language of one version. */
export interface Schema {
  readonly version: string;
  /** Block types by name; `''` is the top level. */
  readonly blocks: ReadonlyMap<string, BlockSchema>;
  readonly options: ReadonlyMap<string, OptionSet>;
}

/** The keywords of a block, found by the longest run of words that names one. */
export class KeywordTable {
  private found: Lookup | undefined;

  constructor(readonly all: readonly Keyword[]) {}

  /** Made when first asked for: a configuration has sections of a few kinds. */
  private get lookup(): Lookup {
    return (this.found ??= lookupOf(this.all));
  }

  get(name: string): Keyword | undefined {
    let step: Step | undefined = this.lookup.root;
    for (const word of name.split(' ')) step = step?.next.get(word);
    return step?.keyword;
  }

  /** The words with which some keyword begins. */
  firstWords(): Iterable<string> {
    return this.lookup.families.keys();
  }

  /** Keywords that begin with this word, longest first. */
  startingWith(word: string): readonly Keyword[] {
    return this.lookup.families.get(word) ?? [];
  }

  /** The keyword at `words[from]`, with the number of words its name takes. */
  match(words: readonly Word[], from = 0): KeywordMatch | undefined {
    return longest(this.lookup.root, words, from, from);
  }
}

interface Lookup {
  readonly root: Step;
  /** By first word, longest first. */
  readonly families: ReadonlyMap<string, readonly Keyword[]>;
}

function lookupOf(keywords: readonly Keyword[]): Lookup {
  const root: Step = { next: new Map(), keyword: undefined, open: [] };
  const families = new Map<string, Keyword[]>();
  for (const keyword of keywords) {
    const words = keyword.name.split(' ');
    if (keyword.open) insert(stepTo(root, words.slice(0, -1)).open, { keyword, begin: words.at(-1)! });
    stepTo(root, words).keyword = keyword;
    const family = families.get(words[0]!);
    if (family) family.push(keyword);
    else families.set(words[0]!, [keyword]);
  }
  for (const family of families.values()) family.sort((a, b) => wordCount(b.name) - wordCount(a.name));
  return { root, families };
}

function stepTo(root: Step, words: readonly string[]): Step {
  let step = root;
  for (const word of words) {
    let next = step.next.get(word);
    if (!next) step.next.set(word, (next = { next: new Map(), keyword: undefined, open: [] }));
    step = next;
  }
  return step;
}

/** What may follow the words so far. */
interface Step {
  readonly next: Map<string, Step>;
  /** The keyword that the words so far name. */
  keyword: Keyword | undefined;
  /** Keywords of one word more, which may go on behind `begin`; longest first. */
  readonly open: Opening[];
}

interface Opening {
  readonly keyword: Keyword;
  readonly begin: string;
}

function insert(openings: Opening[], opening: Opening): void {
  openings.push(opening);
  openings.sort((a, b) => b.begin.length - a.begin.length);
}

/** Every line of a file comes here several times: no text is put together, nothing is made but the answer. */
function longest(step: Step, words: readonly Word[], from: number, at: number): KeywordMatch | undefined {
  if (at >= words.length) return undefined;
  const { text } = words[at]!;
  const next = step.next.get(text);
  const further = next && next.next.size + next.open.length > 0 ? longest(next, words, from, at + 1) : undefined;
  if (further) return further;
  const keyword = next?.keyword ?? step.open.find(({ begin }) => text.startsWith(begin))?.keyword;
  return keyword && { keyword, from, length: at + 1 - from };
}

export interface KeywordMatch {
  readonly keyword: Keyword;
  /** Index of the keyword's first word in its statement: 1 behind a prefix such as `no`. */
  readonly from: number;
  /** Words that the keyword's name takes. */
  readonly length: number;
}

/** The keyword that a statement uses in the block around it, prefixes (`no`, `default`) aside. */
export function matchStatement(schema: Schema, statement: Statement): KeywordMatch | undefined {
  return matchIn(schema, statement.parent, statement.words);
}

export function matchIn(schema: Schema, parent: Block | undefined, words: readonly Word[]): KeywordMatch | undefined {
  const table = schema.blocks.get(parent?.type ?? '')?.keywords;
  const plain = table?.match(words);
  if (plain || !table) return plain;
  const prefixed = table.match(words, 1);
  return prefixed?.keyword.prefixes?.includes(words[0]!.text) ? prefixed : undefined;
}

/** The argument that word `index` (counted from the keyword's first argument) fills. */
export function argAt(keyword: Keyword, index: number): Arg | undefined {
  const arg = keyword.args[index];
  if (arg) return arg;
  const last = keyword.args.at(-1);
  return last?.repeat || last?.type === 'options' ? last : undefined;
}

/** How many arguments a keyword needs at least. */
export function minArgs(keyword: Keyword): number {
  return keyword.args.filter((arg) => !arg.optional).length;
}

/** An argument's place in a syntax line. Some names are a syntax of their own: `if|unless <condition>`. */
export function argName({ name }: Arg): string {
  return /[<|.]/.test(name) ? name : `<${name}>`;
}

/** More values than this are not spelt out where the argument has a name of its own. */
const MOST_VALUES = 8;

/**
 * Syntax line of a keyword for people: `timeout connect <timeout>`.
 * @param options sets of named parameters; one of a single parameter is written out.
 */
export function syntaxOf(keyword: Keyword, options?: Schema['options']): string {
  const args = keyword.args.map((arg) => {
    const set = arg.options === undefined ? undefined : options?.get(arg.options);
    if (set?.size === 1) return `[${syntaxOf([...set.values()][0]!)}]`;
    const named = argName(arg);
    const isSpelt = arg.type === 'enum' && arg.values && (arg.values.length <= MOST_VALUES || arg.name === 'value');
    const plain = isSpelt ? arg.values.map((v) => v.name).join('|') : named;
    const body = arg.repeat && plain !== arg.name ? `${plain}...` : plain;
    return arg.optional ? `[${body}]` : body;
  });
  return [keyword.name, ...args, ...(keyword.block ? ['{ ... }'] : [])].join(' ');
}

/** Compares dotted versions: negative when `a` is older. */
export function compareVersions(a: string, b: string): number {
  const as = partsOf(a);
  const bs = partsOf(b);
  for (let i = 0; i < Math.max(as.length, bs.length); i++) {
    const difference = (as[i] ?? 0) - (bs[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** There are few versions, and loading a schema asks for them thousands of times. */
const parts = new Map<string, readonly number[]>();

function partsOf(version: string): readonly number[] {
  let known = parts.get(version);
  if (!known) parts.set(version, (known = version.split('.').map(Number)));
  return known;
}

export function existsIn(what: Versioned, version: string): boolean {
  return (
    (what.since === undefined || compareVersions(what.since, version) <= 0) &&
    (what.until === undefined || compareVersions(version, what.until) <= 0)
  );
}

function wordCount(name: string): number {
  return name.split(' ').length;
}
