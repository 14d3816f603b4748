import type { Arg, Keyword, Value } from '../../src/core/schema';

/** A line of facts/keepalived/arguments.txt. */
export interface Fact {
  readonly path: string;
  readonly args: readonly Arg[];
  /** Arguments of each free item, for a block that holds a list. */
  readonly items?: readonly Arg[];
  readonly once: boolean;
  readonly everywhere: boolean;
  readonly since?: string;
  /** The version from which on the keyword takes these arguments; another fact tells what it took before. */
  readonly form?: string;
  readonly deprecated?: Keyword['deprecated'];
  readonly extra: Readonly<Record<string, unknown>>;
}

const BOOL = ['on', 'off', 'true', 'false', 'yes', 'no'];

export function readFacts(text: string): Fact[] {
  return text
    .split('\n')
    .map((line) => (line.startsWith('#') ? '' : line.trim()))
    .filter((line) => line !== '')
    .map(readLine);
}

function readLine(line: string): Fact {
  const [left = '', right = ''] = line.split(' ;');
  const [path = '', ...rest] = left.trim().split(/\s+/);
  const args = rest.filter((word) => word !== '|').map(readArg);
  const attributes = new Map<string, string>();
  for (const word of right.trim().split(/\s+/)) {
    if (word === '') continue;
    const at = word.indexOf('=');
    attributes.set(at < 0 ? word : word.slice(0, at), at < 0 ? '' : word.slice(at + 1));
  }
  const items = attributes.get('items');
  const instead = attributes.get('deprecated');
  const since = attributes.get('since');
  const form = attributes.get('form');
  return {
    path,
    args,
    ...(items !== undefined && { items: splitOutside(items).map(readArg) }),
    once: attributes.has('once'),
    everywhere: attributes.has('everywhere'),
    ...(since !== undefined && { since }),
    ...(form !== undefined && { form }),
    ...(instead !== undefined && { deprecated: deprecation(instead, attributes.get('deprecated_since')) }),
    extra: extraOf(attributes),
  };
}

function deprecation(instead: string, since: string | undefined): Keyword['deprecated'] {
  return { ...(since !== undefined && { since }), ...(instead !== '' && { instead }) };
}

function extraOf(attributes: ReadonlyMap<string, string>): Record<string, unknown> {
  const extra: Record<string, unknown> = {};
  for (const key of ['default', 'unit']) if (attributes.has(key)) extra[key] = attributes.get(key);
  for (const key of ['required', 'exact']) if (attributes.has(key)) extra[key] = true;
  return extra;
}

/** Splits at `|`, but not within parentheses. */
function splitOutside(text: string): string[] {
  return text.split(/\|(?![^()]*\))/);
}

function readArg(word: string): Arg {
  const match = /^([\w/]+):(\w+)(?:\[([^,]+),([^\]]+)\])?(?:\(([^)]*)\))?([?*+]?)$/.exec(word);
  if (!match) throw new Error(`arguments.txt: cannot read "${word}"`);
  const [, name = '', base = '', min, max, inner, mark] = match;
  return {
    name,
    ...typeOf(base, inner ?? ''),
    ...(min !== undefined && { min: Number(min), max: Number(max) }),
    ...((mark === '?' || mark === '*') && { optional: true }),
    ...((mark === '*' || mark === '+') && { repeat: true }),
  };
}

function typeOf(base: string, inner: string): Pick<Arg, 'type' | 'values' | 'ref' | 'def' | 'options' | 'ignoreCase'> {
  const values = (words: readonly string[]): readonly Value[] => words.map((name) => ({ name }));
  if (base === 'bool') return { type: 'enum', values: values(BOOL) };
  if (base === 'enum') return { type: 'enum', values: values(inner.split('|')) };
  if (base === 'enumi') return { type: 'enum', values: values(inner.split('|')), ignoreCase: true };
  if (base === 'ref') return { type: 'name', ref: inner };
  if (base === 'def') return { type: 'name', def: inner };
  if (base === 'options') return { type: 'options', options: inner };
  return { type: base };
}
