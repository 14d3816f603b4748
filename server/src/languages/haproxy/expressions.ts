import type { Word } from '../../core/scan';
import { nearest } from '../../core/spelling';
import { isForeign, otherVersion, type SampleForm, type Samples, samplesOf } from './sampleData';
import { castable } from './casts';
import { checkArgument } from './sampleArguments';

/** A fault in an expression; columns count within the text read. */
export interface ExpressionProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** The misspelt name and what it probably means. */
  readonly guess?: string;
}

/** A name in an expression that refers to something elsewhere; an empty one is that of the section itself. */
export interface ExpressionReference {
  readonly kind: 'table' | 'backend' | 'frontend' | 'server' | 'userlist';
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface Expression {
  /** Column behind the last character that belongs to it. */
  readonly end: number;
  /** Type of the result; `any` when not certain. */
  readonly type: string;
  readonly problems: readonly ExpressionProblem[];
  readonly references: readonly ExpressionReference[];
  /** Name of the fetch that it begins with. */
  readonly fetch: string;
  /** A name in it is of a Lua file or the like. */
  readonly foreign: boolean;
}

const IDENTIFIER = /[A-Za-z0-9._+:-]*/y;

/** Kinds of symbol that the argument types of fetches and converters name. */
const REFERENCES: Readonly<Record<string, ExpressionReference['kind']>> = {
  table: 'table',
  backend: 'backend',
  frontend: 'frontend',
  server: 'server',
  'user list': 'userlist',
};

/** Types of argument that may be empty even where one is needed. */
const DEFAULTED = new Set(['string', 'table', 'backend', 'frontend']);

const READY = new Map<string, Map<string, Expression>>();

/**
 * Reads a sample expression at the beginning of `text`: a fetch, its arguments, converters behind commas (manual,
 * chapter 7.3). Results are kept, because the same expressions come again and again.
 * @param first what the leading name may also be: an ACL keyword's fetch, given by its form.
 */
export function readExpression(text: string, version: string): Expression {
  let known = READY.get(version);
  if (!known) READY.set(version, (known = new Map<string, Expression>()));
  let expression = known.get(text);
  if (!expression) {
    if (known.size > 5000) known.clear();
    expression = new Reader(text, samplesOf(version), version).read();
    known.set(text, expression);
  }
  return expression;
}

/** Index behind the words of an expression that begins at word `at`: converters may follow as words of their own. */
export function expressionEnd(words: readonly Word[], at: number, end: number, version: string): number {
  const { converters } = samplesOf(version);
  for (at++; at < end; at++) {
    const { text } = words[at]!;
    IDENTIFIER.lastIndex = 0;
    const name = IDENTIFIER.exec(text)![0];
    if (!text.startsWith(',') && !converters.has(name)) break;
  }
  return at;
}

class Reader {
  private readonly problems: ExpressionProblem[] = [];
  private readonly references: ExpressionReference[] = [];
  private at = 0;
  private foreign = false;

  constructor(
    private readonly text: string,
    private readonly samples: Samples,
    private readonly version: string,
  ) {}

  read(): Expression {
    const name = this.name();
    let type = this.fetch(name);
    while (this.problems.length === 0 && this.text[this.at] === ',') {
      while (this.text[this.at] === ',') this.at++;
      if (this.at >= this.text.length) break;
      type = this.converter(type);
    }
    return {
      end: this.at,
      type,
      problems: this.problems,
      references: this.references,
      fetch: name,
      foreign: this.foreign,
    };
  }

  private name(): string {
    IDENTIFIER.lastIndex = this.at;
    const name = IDENTIFIER.exec(this.text)![0];
    this.at += name.length;
    return name;
  }

  private fetch(name: string): string {
    const acl = this.samples.acls.get(name);
    const form = this.samples.fetches.get(acl ? acl.fetch : name);
    if (form) {
      this.arguments(name, form);
      return form.out;
    }
    return this.unknown('fetches', name, 0);
  }

  private converter(input: string): string {
    const start = this.at;
    const name = this.name();
    const form = this.samples.converters.get(name);
    if (!form) return this.unknown('converters', name, start);
    if (!castable(input, form.in!)) {
      this.problem(
        start,
        this.at,
        `The converter "${name}" cannot be applied: it takes ${typeName(form.in!)}, and what stands before it gives ${typeName(input)}.`,
      );
      return 'any';
    }
    this.arguments(name, form);
    return form.out === 'same' ? input : form.out;
  }

  private unknown(kind: 'fetches' | 'converters', name: string, start: number): string {
    if (isForeign(name)) {
      this.foreign = true;
      this.skipArguments();
      return 'any';
    }
    const what = kind === 'fetches' ? 'sample fetch' : 'converter';
    const other = otherVersion(kind, name);
    const guess = nearest(name, this.samples[kind].keys());
    if (name === '') this.problem(start, start + 1, `A ${what} is missing here.`);
    else if (other) this.problem(start, this.at, `The ${what} "${name}" ${reach(other, this.version)}`);
    else
      this.problem(
        start,
        this.at,
        `There is no ${what} named "${name}".${guess ? ` Did you mean "${guess}"?` : ''}`,
        guess,
      );
    return 'any';
  }

  private skipArguments(): void {
    if (this.text[this.at] !== '(') return;
    const close = this.text.indexOf(')', this.at);
    this.at = close < 0 ? this.text.length : close + 1;
  }

  /** `(a,b)` behind a name; quotes and backslashes work inside it as on the line. */
  private arguments(name: string, form: SampleForm): void {
    const types = form.args ?? [];
    const least = types.filter((type) => !type.endsWith('?')).length;
    const nameStart = this.at - name.length;
    let given = 0;
    if (this.text[this.at] === '(') {
      this.at++;
      for (;;) {
        const start = this.at;
        const value = this.argument();
        const close = this.text[this.at];
        const isEmpty = value === '' && start === this.at && close === ')' && given === 0;
        if (!isEmpty) {
          if (given >= types.length) {
            this.problem(
              start,
              this.at,
              `"${name}" takes ${types.length === 0 ? 'no arguments' : `at most ${types.length} argument${types.length > 1 ? 's' : ''}`}.`,
            );
            return;
          }
          this.check(
            name,
            types[given]!.replace(/\?$/, ''),
            given,
            value,
            start,
            types[given]!.endsWith('?') || given >= least,
          );
          given++;
        }
        if (this.problems.length > 0) return;
        if (close === undefined) {
          this.problem(nameStart, this.at, `A closing parenthesis is missing behind the arguments of "${name}".`);
          return;
        }
        this.at++;
        if (close === ')') break;
      }
      const next = this.text[this.at];
      if (next !== undefined && next !== ',' && /[A-Za-z0-9_.)(]/.test(next))
        this.problem(this.at, this.at + 1, `A comma is missing behind "${name}(...)".`);
    }
    // Without parentheses the first argument is empty, which text and the names of proxies may be.
    if (given === 0 && (types[0] === 'table' || types[0] === 'backend' || types[0] === 'frontend'))
      this.references.push({ kind: types[0], name: '', start: nameStart, end: this.at });
    if (given === 0 && least > 0 && DEFAULTED.has(types[0]!) && !/^(un)?set-var$/.test(name)) given = 1;
    if (given < least)
      this.problem(
        nameStart,
        this.at,
        `"${name}" needs ${least} argument${least > 1 ? 's' : ''}: (${types
          .map((type) => type.replace(/\?$/, ''))
          .slice(0, least)
          .join(', ')}).`,
      );
  }

  private argument(): string {
    const { text } = this;
    let value = '';
    let quote = '';
    for (; this.at < text.length; this.at++) {
      const sign = text[this.at]!;
      if (quote) {
        if (sign === quote) quote = '';
        else if (sign === '\\' && quote === '"') value += text[++this.at] ?? '';
        else value += sign;
      } else if (sign === '"' || sign === "'") quote = sign;
      else if (sign === '\\') value += text[++this.at] ?? '';
      else if (sign === ',' || sign === ')') break;
      else value += sign;
    }
    return value;
  }

  private check(name: string, type: string, index: number, value: string, start: number, optional: boolean): void {
    // An environment variable, replaced before the expression is read.
    if (value.startsWith('$')) return;
    const kind = REFERENCES[type];
    if (kind !== undefined && value !== '') this.references.push({ kind, name: value, start, end: this.at });
    if (value === '' && optional) return;
    const wrong = checkArgument(name, type, index, value);
    if (wrong !== undefined) this.problem(start, Math.max(start + 1, this.at), wrong);
  }

  private problem(start: number, end: number, message: string, guess?: string): void {
    this.problems.push({ start, end, message, ...(guess === undefined ? {} : { guess }) });
  }
}

function reach(other: { since?: string; until?: string }, version: string): string {
  if (other.since !== undefined) return `exists only since version ${other.since} (checked for HAProxy ${version}).`;
  return `was removed after version ${other.until ?? ''} (checked for HAProxy ${version}).`;
}

const NAMES: Readonly<Record<string, string>> = {
  bool: 'a boolean',
  sint: 'a number',
  addr: 'an address',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  str: 'text',
  bin: 'binary data',
  meth: 'a method',
};

export const typeName = (type: string): string => NAMES[type] ?? type;
