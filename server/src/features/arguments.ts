import type { Word } from '../core/scan';
import { argAt, type Arg, type Keyword, type KeywordMatch, matchIn, type OptionSet, type Schema } from '../core/schema';
import type { Block } from '../core/tree';

/** What a word of a statement stands for. */
export interface Role {
  readonly match: KeywordMatch;
  /** The argument that the word fills; `undefined`: it is part of the keyword's name, or more than the keyword takes. */
  readonly arg: Arg | undefined;
  /** What else may stand here, as the argument need not be given. */
  readonly others: readonly Arg[];
  /** In a run of named parameters: the set, and the parameter whose name or argument the word is. */
  readonly options?: OptionSet;
  readonly setName?: string;
  readonly option?: Keyword;
  /** The word is the parameter's own name, or stands where a name is expected. */
  readonly isOptionName?: boolean;
}

type Found = Omit<Role, 'match'>;

/** What word `index` of a statement in `parent` stands for; `undefined` when the statement's keyword is unknown. */
export function roleOf(
  schema: Schema,
  parent: Block | undefined,
  words: readonly Word[],
  index: number,
): Role | undefined {
  const match = matchIn(schema, parent, words);
  if (!match) return undefined;
  const first = match.from + match.length;
  const found = index < first ? undefined : fill(schema, match.keyword.args, words, first, index);
  return { match, arg: undefined, others: [], ...found };
}

/** Gives the words from `at` on to the arguments, until word `index` has found its own. */
function fill(
  schema: Schema,
  args: readonly Arg[],
  words: readonly Word[],
  at: number,
  index: number,
): Found | undefined {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const here: Found = { arg, others: arg.optional ? reachable(args, i + 1) : [] };
    const options = arg.options === undefined ? undefined : schema.options.get(arg.options);
    if (options) {
      const run = inOptions(options, words, at, index, i === args.length - 1);
      const isLater = run.role?.isOptionName && !run.role.option && isNamedIn(schema, args.slice(i + 1), words[index]);
      if (run.role && !isLater) return { ...here, ...run.role, options, setName: arg.options! };
      at = run.next;
    } else if (at === index || arg.repeat) return here;
    else if (!isLeftOut(arg, words[at])) at++;
  }
  return undefined;
}

/** Whether a word is a parameter or a value of one of these arguments. */
function isNamedIn(schema: Schema, args: readonly Arg[], word: Word | undefined): boolean {
  return args.some(({ options, values }) => {
    const set = options === undefined ? undefined : schema.options.get(options);
    return word !== undefined && (set?.has(word.text) || values?.some(({ name }) => name === word.text));
  });
}

/** The arguments that may come next when the one before is left out. */
function reachable(args: readonly Arg[], from: number): Arg[] {
  const needed = args.findIndex((arg, i) => i >= from && !arg.optional);
  return args.slice(from, needed < 0 ? undefined : needed + 1);
}

function isLeftOut(arg: Arg, word: Word | undefined): boolean {
  return arg.optional === true && arg.values !== undefined && !arg.values.some((value) => value.name === word?.text);
}

/** Follows the run of parameters from word `at` on, to word `index` or to where the run ends. */
function inOptions(
  options: OptionSet,
  words: readonly Word[],
  at: number,
  index: number,
  isLast: boolean,
): { role?: Partial<Found>; next: number } {
  for (let i = at; ;) {
    const option = options.get(words[i]?.text ?? '');
    if (i === index) return { role: { isOptionName: true, ...(option && { option }) }, next: i };
    // A word that is no parameter's name ends the run. Where nothing can follow, it is a misspelt one.
    if (!option && !isLast) return { next: i };
    const taken = option ? argumentsTaken(option, options, words, i + 1) : 0;
    if (option && index <= i + taken) {
      return { role: { arg: argAt(option, index - i - 1), option, others: [] }, next: i };
    }
    i += 1 + taken;
  }
}

/** How many of the words from `from` are the parameter's arguments; a word not yet written counts as a needed one. */
function argumentsTaken(option: Keyword, options: OptionSet, words: readonly Word[], from: number): number {
  let taken = 0;
  for (const arg of option.args) {
    const next = words[from + taken];
    if (arg.optional && (!next || options.has(next.text))) break;
    if (arg.repeat) return words.length - from + 1;
    taken++;
  }
  return taken;
}
