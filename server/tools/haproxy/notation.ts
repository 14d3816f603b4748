/** Reads the grammar files; their notation is told in `facts/haproxy/grammar/README.md`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arg, Value } from '../../src/core/schema';
import { factsFolder } from './facts';

export interface GrammarEntry {
  readonly name: string;
  readonly open: boolean;
  /** Sections that may hold it; empty for a member of a set. */
  readonly sections: readonly string[];
  /** The set of named parameters that it belongs to. */
  readonly set?: string;
  readonly args: readonly Arg[];
  readonly attributes: Readonly<Record<string, string>>;
}

const folder = join(factsFolder, 'grammar');
const enums = new Map<string, Value[]>();

export function readGrammar(): GrammarEntry[] {
  for (const line of linesOf('enums.txt')) {
    const [name, values] = line.split(' : ') as [string, string];
    enums.set(name, parseValues(values));
  }
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.txt') && file !== 'enums.txt')
    .sort();
  return files.flatMap(readFile);
}

function linesOf(file: string): string[] {
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

function readFile(file: string): GrammarEntry[] {
  const out: GrammarEntry[] = [];
  let sections: string[] = [];
  let set: string | undefined;
  for (const line of linesOf(file)) {
    const [head, ...rest] = line.split(' ');
    if (head === 'in' && !line.includes(' :')) [sections, set] = [rest.map(unquote), undefined];
    else if (head === 'set' && rest.length === 1) [sections, set] = [[], rest[0]];
    else out.push(...readLine(line, sections, set));
  }
  return out;
}

function readLine(line: string, sections: string[], set: string | undefined): GrammarEntry[] {
  const colon = line.indexOf(' :');
  if (colon < 0) throw new Error(`no " :" in the grammar line: ${line}`);
  const [args, attributes] = line.slice(colon + 2).split(' ;') as [string, string | undefined];
  return line
    .slice(0, colon)
    .split(', ')
    .map((name) => ({
      name: unquote(name.replace(/\*$/, '')),
      open: name.endsWith('*'),
      sections,
      ...(set === undefined ? {} : { set }),
      args: args
        .split(' ')
        .filter((token) => token !== '')
        .map(parseArg),
      attributes: Object.fromEntries(
        (attributes ?? '')
          .trim()
          .split(/ (?=[a-z]+(?:=|$| ))/)
          .filter((a) => a !== '')
          .map(parseAttribute),
      ),
    }));
}

function parseAttribute(text: string): [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}

/** `if` or `unless` and what follows. */
const CONDITION: Arg = {
  name: 'if|unless <condition>',
  type: 'condition',
  repeat: true,
  values: [{ name: 'if' }, { name: 'unless' }],
};

function parseArg(token: string): Arg {
  if (token === 'cond') return { ...CONDITION, optional: true };
  if (token === 'cond!') return CONDITION;
  if (token === '...') return { name: '...', type: 'any', optional: true, repeat: true };
  const suffix = /[?+~^]$/.exec(token)?.[0] ?? '';
  let body = suffix ? token.slice(0, -1) : token;
  const how = {
    ...(suffix !== '' && suffix !== '+' ? { optional: true } : {}),
    ...(suffix === '^' ? { firm: true } : {}),
    ...(suffix === '+' || suffix === '~' ? { repeat: true } : {}),
  };
  const set = /^\{(.*)\}$/.exec(token)?.[1];
  if (set !== undefined) return { name: 'parameters', type: 'options', options: set, optional: true, repeat: true };
  const label = /^([a-z-]+)=/.exec(body)?.[1];
  if (label !== undefined) body = body.slice(label.length + 1);
  if (body.startsWith('$')) {
    const values = enums.get(body.slice(1));
    return values
      ? { name: label ?? body.slice(1), type: 'enum', values, ...how }
      : { name: label ?? body.slice(1), type: body.slice(1), ...how };
  }
  if (body.includes('|') || body.startsWith("'"))
    return { name: label ?? 'value', type: 'enum', values: parseValues(body), ...how };
  const symbol = /([>!])(.*)$/.exec(body);
  if (symbol) body = body.slice(0, symbol.index);
  const range = /\((-?\d+)\.\.(-?\d*)\)$/.exec(body);
  if (range) body = body.slice(0, range.index);
  return {
    name: label ?? symbol?.[2] ?? body.replace(/^address:.*/, 'address'),
    type: body,
    ...how,
    ...(symbol ? (symbol[1] === '>' ? { ref: symbol[2]! } : { def: symbol[2]! }) : {}),
    ...(range ? { min: Number(range[1]), ...(range[2] === '' ? {} : { max: Number(range[2]) }) } : {}),
  };
}

/** `a|b@3.2-|c@-2.8` */
function parseValues(text: string): Value[] {
  return text.split('|').map((value) => {
    const [name, range] = unquote(value).split('@') as [string, string | undefined];
    const [since, until] = (range ?? '-').split('-') as [string, string];
    return { name, ...(since ? { since } : {}), ...(until ? { until } : {}) };
  });
}

function unquote(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1) : text;
}
