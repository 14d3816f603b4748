import type { Word } from '../core/scan';
import { argAt, type Arg, type Keyword, type KeywordMatch, matchIn, type OptionSet, type Schema } from '../core/schema';
import type { Block } from '../core/tree';

/** What a word of a statement stands for. */
export interface Role {
  readonly match: KeywordMatch;
  /** The argument that the word fills; `undefined`: it is part of the keyword's name, or more than the keyword takes. */
  readonly arg: Arg | undefined;
  /** In a run of named parameters: the set, and the parameter whose name or argument the word is. */
  readonly options?: OptionSet;
  readonly setName?: string;
  readonly option?: Keyword;
  /** The word is the parameter's own name, or stands where a name is expected. */
  readonly isOptionName?: boolean;
}

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
  if (index < first) return { match, arg: undefined };
  const arg = argAt(match.keyword, index - first);
  if (arg?.type !== 'options' || arg.options === undefined) return { match, arg };
  const options = schema.options.get(arg.options);
  if (!options) return { match, arg };
  const begin = first + match.keyword.args.indexOf(arg);
  return { match, setName: arg.options, options, ...inOptions(options, words, begin, index, arg) };
}

/** Follows the run of parameters from word `begin` to word `index`. */
function inOptions(
  options: OptionSet,
  words: readonly Word[],
  begin: number,
  index: number,
  own: Arg,
): Pick<Role, 'arg' | 'option' | 'isOptionName'> {
  for (let i = begin; i <= index;) {
    const option = options.get(words[i]?.text ?? '');
    if (i === index) return { arg: own, isOptionName: true, ...(option && { option }) };
    const taken = option ? argumentsTaken(option, options, words, i + 1) : 0;
    if (option && index <= i + taken) return { arg: argAt(option, index - i - 1), option };
    i += 1 + taken;
  }
  return { arg: own, isOptionName: true };
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
