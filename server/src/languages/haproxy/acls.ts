import type { Word } from '../../core/scan';
import { nearest } from '../../core/spelling';
import { castable } from './casts';
import { type Expression, expressionEnd, readExpression, typeName } from './expressions';
import { checkPattern } from './patterns';
import { samplesOf } from './sampleData';

/** A fault in an ACL's criterion: columns within the value of word `word`; `end` 0 means all of it. */
export interface AclProblem {
  readonly word: number;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly guess?: string;
}

export interface Acl {
  readonly expression: Expression;
  readonly problems: readonly AclProblem[];
  /** Nothing to compare with was given where something is needed: it never matches. */
  readonly withoutPattern: boolean;
}

/** Matching methods of `-m`, with the type of sample that each takes (manual, chapter 7.1). */
export const MATCHES: Readonly<Record<string, string>> = {
  found: 'any',
  bool: 'sint',
  int: 'sint',
  ip: 'addr',
  bin: 'bin',
  len: 'str',
  str: 'str',
  beg: 'str',
  sub: 'str',
  dir: 'str',
  dom: 'str',
  end: 'str',
  reg: 'str',
  regm: 'str',
};

/** How samples are compared where nothing else is said. */
const BY_TYPE: Readonly<Record<string, string>> = {
  bool: 'bool',
  sint: 'int',
  addr: 'ip',
  ipv4: 'ip',
  ipv6: 'ip',
  str: 'str',
  meth: 'meth',
};

/** Flags with the number of words that follow them. */
const FLAGS: Readonly<Record<string, number>> = { '-i': 0, '-n': 0, '-f': 1, '-m': 1, '-M': 0, '-u': 1 };

/** Reads the criterion of an ACL, words `from` to `to - 1`: an expression, flags, patterns (manual, chapter 7.1). */
export function readAcl(words: readonly Word[], from: number, to: number, version: string): Acl {
  const { text } = words[from]!;
  const expression = readCriterion(words, from, to, version);
  const problems: AclProblem[] = expression.problems.map(({ start, end, message, guess }) => ({
    word: from,
    start,
    end,
    message,
    ...(guess === undefined ? {} : { guess }),
  }));
  if (problems.length === 0 && expression.end < text.length) {
    problems.push({
      word: from,
      start: expression.end,
      end: text.length,
      message: `A comma is missing before "${text.slice(expression.end)}".`,
    });
  }
  if (problems.length > 0 || words[from]!.dynamic) return { expression, problems, withoutPattern: false };
  const acl = text.includes(',') ? undefined : samplesOf(version).acls.get(expression.fetch);
  return new Criterion(words, to, expression, acl ? acl.match : BY_TYPE[expression.type]).read(from + 1);
}

/** The expression with which the criterion begins; its end is that in the first word. */
export function readCriterion(words: readonly Word[], from: number, to: number, version: string): Expression {
  const first = readExpression(words[from]!.text, version);
  // Only an ACL keyword ends with its word: behind a fetch the program takes converters in the words that follow, too.
  const follows = samplesOf(version).acls.has(first.fetch) ? from + 1 : expressionEnd(words, from, to, version);
  return follows > from + 1 ? { ...readExpression(joined(words, from, follows), version), end: first.end } : first;
}

function joined(words: readonly Word[], from: number, to: number): string {
  return words
    .slice(from, to)
    .map((word) => word.text)
    .join(',');
}

class Criterion {
  private readonly problems: AclProblem[] = [];
  private hasFile = false;

  constructor(
    private readonly words: readonly Word[],
    private readonly to: number,
    private readonly expression: Expression,
    private match: string | undefined,
  ) {}

  read(at: number): Acl {
    const first = this.flags(at);
    const withoutPattern = first >= this.to && !this.hasFile;
    if (this.problems.length === 0) this.patterns(first);
    const { match, expression, problems } = this;
    return { expression, problems, withoutPattern: withoutPattern && match !== 'bool' && match !== 'found' };
  }

  private flags(at: number): number {
    while (at < this.to && this.words[at]!.text.startsWith('-') && this.problems.length === 0) {
      const { text, dynamic } = this.words[at]!;
      if (dynamic) return this.to;
      if (text === '--') return at + 1;
      const follow = FLAGS[text];
      if (follow === undefined) {
        this.problem(
          at,
          `"${text}" is no flag of an ACL: they are -i, -m, -f, -M, -n and -u. Write "--" before a pattern that begins with "-".`,
        );
        return at;
      }
      if (text === '-f') this.hasFile = true;
      if (text === '-m') this.method(at + 1);
      at += 1 + follow;
    }
    return at;
  }

  private method(at: number): void {
    const word = at < this.to ? this.words[at]! : undefined;
    if (word?.dynamic) return;
    const name = word?.text ?? '';
    const type = MATCHES[name];
    if (type === undefined) {
      const guess = nearest(name, Object.keys(MATCHES));
      this.problem(
        word ? at : at - 1,
        `${word ? `There is no matching method "${name}".` : 'A matching method is missing behind "-m".'} They are ${Object.keys(MATCHES).join(', ')}.`,
        guess,
      );
    } else if (!castable(this.expression.type, type)) {
      this.problem(
        at,
        `The matching method "${name}" cannot be used here: "${this.expression.fetch}" gives ${typeName(this.expression.type)}.`,
      );
    } else this.match = name;
  }

  private patterns(at: number): void {
    const { match } = this;
    if (match === undefined) {
      const isSure = this.expression.type === 'bin' && at < this.to && !this.words[at]!.dynamic && !this.hasFile;
      if (isSure)
        this.problem(
          at,
          `"${this.expression.fetch}" gives ${typeName(this.expression.type)}: say first how to compare it, such as "-m str", "-m bin" or "-m found".`,
        );
      return;
    }
    for (; at < this.to; at++) {
      const word = this.words[at]!;
      if (word.dynamic) return;
      const wrong = checkPattern(match, word.text, this.expression.fetch);
      if (wrong !== undefined) {
        this.problem(at, wrong);
        return;
      }
    }
  }

  private problem(word: number, message: string, guess?: string): void {
    this.problems.push({ word, start: 0, end: 0, message, ...(guess === undefined ? {} : { guess }) });
  }
}
