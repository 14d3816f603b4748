import type { Word } from '../../core/scan';
import { type Arg, type Keyword, type KeywordMatch, matchStatement, type Schema } from '../../core/schema';
import type { Statement } from '../../core/tree';
import {
  describeArg,
  hasCondition,
  isConditional,
  isLiteral,
  mayFill,
  openOption,
  takesExpression,
  tolerates,
  usedWords,
} from './argumentFacts';
import { type Condition, readCondition } from './conditions';
import { expressionEnd } from './expressions';
import { checkValue, isTolerated } from './values';

/** An argument with the words that fill it. */
export interface BoundArg {
  readonly arg: Arg;
  /** Index of its first word in the statement, and behind its last. */
  readonly from: number;
  readonly to: number;
  /** The named parameter it belongs to: `table` in `track-sc0 src table t`. */
  readonly parameter: string | undefined;
}

/** What is wrong with the arguments; `words[from]` to `words[to - 1]` are to blame. */
export interface ArgProblem {
  readonly kind: 'missing' | 'unexpected' | 'parameter' | 'value';
  /** The program lets it pass, though it cannot be meant. */
  readonly tolerated?: boolean;
  readonly from: number;
  readonly to: number;
  readonly message: string;
  /** What would be right in that place. */
  readonly expected?: readonly string[];
}

/** A statement's keyword with its arguments sorted out. */
export interface Bound extends KeywordMatch {
  readonly args: readonly BoundArg[];
  readonly problems: readonly ArgProblem[];
  /** Index of `if` or `unless`; -1: no condition. */
  readonly condition: number;
  /** What stands behind it. */
  readonly terms: Condition | undefined;
  /** Words that count: HAProxy takes an empty word for the end of the line. */
  readonly end: number;
}

interface Kept {
  readonly schema: Schema;
  readonly place: string | undefined;
  readonly bound: Bound | undefined;
}

/**
 * Statements looked at of late, by their words, which equal lines share: the rules and the names of a section ask for the
 * same ones one after the other. Not for good: the arguments of every line of a large file would fill the memory.
 */
const kept = new Map<readonly Word[], Kept>();
const MOST_KEPT = 512;

/** The keyword of a statement and what fills its arguments; `undefined` when its place does not know it. */
export function bind(statement: Statement, schema: Schema): Bound | undefined {
  const { words } = statement;
  const place = statement.parent?.type;
  const known = kept.get(words);
  if (known?.schema === schema && known.place === place) return known.bound;
  const match = matchStatement(schema, statement);
  const bound = match && bindMatch(match, words, schema);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(words, { schema, place, bound });
  return bound;
}

export function bindMatch(match: KeywordMatch, words: readonly Word[], schema: Schema): Bound {
  const { keyword, from, length } = match;
  const binder = new Binder(words, schema, keyword);
  binder.run(from + length);
  const { args, problems, condition, end } = binder;
  const terms = condition < 0 ? undefined : readCondition(words, condition + 1, end);
  // Written out: by spreading it would take three times as long.
  return { keyword, from, length, args, problems, condition, terms, end };
}

class Binder {
  readonly args: BoundArg[] = [];
  readonly problems: ArgProblem[] = [];
  /** Names of the parameters given, where some are needed. */
  private readonly parameters: string[] = [];
  condition = -1;
  readonly end: number;
  /** Something is not certain any more: a variable that may stand for several words, or a problem reported. */
  private given = false;

  constructor(
    private readonly words: readonly Word[],
    private readonly schema: Schema,
    private readonly keyword: Keyword,
  ) {
    this.end = usedWords(words);
  }

  run(from: number): void {
    const { args } = this.keyword;
    const at = this.bindAll(args, from, true);
    if (!this.given) this.checkNeeded(from);
    if (this.given || at >= this.end) return;
    const last = args.at(-1);
    if (last?.type === 'condition') {
      this.fail(
        'unexpected',
        at,
        at + 1,
        `"${this.keyword.name}" expects "if" or "unless" with a condition here, or nothing more.`,
        ['if', 'unless'],
      );
    } else if (this.keyword.extra?.['strict'] === true) {
      const what = args.length === 0 ? 'takes no arguments' : 'takes nothing more';
      this.fail('unexpected', at, this.end, `"${this.keyword.name}" ${what}.`);
    }
  }

  /** Parameters of which one must be there. */
  private checkNeeded(from: number): void {
    if (this.keyword.extra?.['some'] === true && from >= this.end)
      this.fail('missing', Math.max(0, this.end - 1), this.end, `"${this.keyword.name}" needs one option or more.`);
    const needs = this.keyword.extra?.['needs'] as readonly (readonly string[])[] | undefined;
    if (!needs) return;
    for (const names of needs) {
      if (names.some((name) => this.parameters.includes(name))) continue;
      const what = names
        .slice(0, 4)
        .map((name) => `"${name}"`)
        .join(' or ');
      this.fail('missing', Math.max(0, this.end - 1), this.end, `"${this.keyword.name}" needs ${what}.`);
    }
  }

  /** What must follow a parameter first, at word `at`. */
  private checkFirst({ name, extra }: Keyword, at: number): void {
    const names = (extra!['needs'] as readonly (readonly string[])[])[0]!;
    const next = this.words[at + 1];
    if (at + 1 < this.end && (next!.dynamic || names.includes(next!.text))) return;
    const what = names.map((one) => `"${one}"`).join(' or ');
    this.fail('missing', at, Math.min(at + 2, this.end), `"${name}" needs ${what} behind it first.`);
  }

  /** Binds a list of arguments from word `at`; answers the index of the first word it leaves. */
  private bindAll(args: readonly Arg[], at: number, isTop: boolean, parameter?: Keyword): number {
    for (let i = 0; i < args.length && !this.given; i++) {
      const arg = args[i]!;
      at = this.bindOne(arg, at, args, i, isTop, parameter);
    }
    return at;
  }

  private bindOne(
    arg: Arg,
    at: number,
    args: readonly Arg[],
    index: number,
    isTop: boolean,
    parameter?: Keyword,
  ): number {
    const word = at < this.end ? this.words[at]! : undefined;
    if (arg.type === 'any') {
      this.given = true;
      return this.end;
    }
    if (arg.type === 'options') return this.bindOptions(arg, at, isTop && index === args.length - 1, args);
    if (arg.type === 'condition') return this.bindCondition(arg, at);
    if (word?.dynamic && /\[\*\]/.test(word.text)) {
      this.given = true;
      return this.end;
    }
    const skip =
      arg.optional &&
      (word === undefined ||
        (isConditional(word) && hasCondition(args)) ||
        !mayFill(arg, word, this.keyword, this.schema));
    if (skip) return at;
    if (word === undefined) {
      const owner = parameter ?? this.keyword;
      const message = `"${owner.name}" needs ${describeArg(arg)}.`;
      this.fail(
        'missing',
        Math.max(0, this.end - 1),
        this.end,
        message,
        undefined,
        tolerates(owner, 'missing', this.schema.version),
      );
      return at;
    }
    at = this.take(arg, at, parameter);
    while (arg.repeat && at < this.end && !this.given) {
      const next = this.words[at]!;
      if (isConditional(next) && hasCondition(args)) break;
      if (arg.optional && !mayFill(arg, next, this.keyword, this.schema)) break;
      at = this.take(arg, at, parameter);
    }
    return at;
  }

  private take(arg: Arg, at: number, parameter?: Keyword): number {
    const word = this.words[at]!;
    const to =
      takesExpression(arg.type) && (arg.type === 'expr' || !isLiteral(word))
        ? expressionEnd(this.words, at, this.end, this.schema.version)
        : arg.type === 'acl'
          ? this.end
          : at + 1;
    this.args.push({ arg, from: at, to, parameter: parameter?.name });
    if (!word.dynamic) {
      const wrong = checkValue(arg, word.text);
      if (wrong !== undefined) {
        this.problems.push({
          kind: 'value',
          from: at,
          to: at + 1,
          message: wrong,
          ...(this.isTolerated(arg, word.text, parameter) ? { tolerated: true } : {}),
          ...(arg.values ? { expected: arg.values.map((value) => value.name) } : {}),
        });
      }
    }
    return to;
  }

  private isTolerated(arg: Arg, text: string, parameter: Keyword | undefined): boolean {
    const owner = parameter ?? this.keyword;
    const index = owner.args.filter((one) => !one.optional).indexOf(arg);
    const { version } = this.schema;
    // What was tried in their place is no number, but a good regular expression, and a host name that could exist.
    const wasTried = arg.type !== 'regex' && !arg.type.startsWith('address:') && !/^[-+]?[0-9]+$/.test(text);
    if (parameter && tolerates(this.keyword, parameter.name, version)) return true;
    return isTolerated(arg, text, version) || (wasTried && tolerates(owner, `value${index}`, version));
  }

  private bindOptions(arg: Arg, at: number, isLast: boolean, args: readonly Arg[]): number {
    const set = this.schema.options.get(arg.options!);
    while (set && at < this.end && !this.given) {
      const word = this.words[at]!;
      if (word.dynamic) {
        // It may stand for any number of parameters and values.
        this.given = true;
        return this.end;
      }
      const found = set.get(word.text) ?? openOption(set, word.text);
      if (!found) {
        if (isLast && !hasCondition(args)) this.unknownParameter(set, at);
        return at;
      }
      if (this.keyword.extra?.['needs'] !== undefined) this.parameters.push(found.name);
      if (found.extra?.['needs'] !== undefined) this.checkFirst(found, at);
      at = this.bindAll(found.args, at + 1, false, found);
    }
    return at;
  }

  private unknownParameter(set: ReadonlyMap<string, Keyword>, at: number): void {
    const message = `"${this.keyword.name}" has no parameter "${this.words[at]!.text}".`;
    this.fail('parameter', at, at + 1, message, [...set.keys()]);
  }

  private bindCondition(arg: Arg, at: number): number {
    const word = this.words[at]!;
    if (at < this.end && (isConditional(word) || word.dynamic)) {
      if (word.dynamic) this.given = true;
      else this.condition = at;
      return this.end;
    }
    if (!arg.optional) {
      const [from, to] = at < this.end ? [at, at + 1] : [this.end - 1, this.end];
      const message = `"${this.keyword.name}" needs a condition: "if" or "unless" and ACLs.`;
      this.fail('missing', from, to, message, ['if', 'unless']);
    }
    return at;
  }

  private fail(
    kind: ArgProblem['kind'],
    from: number,
    to: number,
    message: string,
    expected?: readonly string[],
    tolerated?: boolean,
  ): void {
    if (this.given) return;
    this.given = true;
    const more = { ...(expected ? { expected } : {}), ...(tolerated ? { tolerated } : {}) };
    this.problems.push({ kind, from, to, message, ...more });
  }
}
