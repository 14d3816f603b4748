import type { Word } from '../../core/scan';
import { type Arg, compareVersions, type Keyword, type OptionSet, type Schema } from '../../core/schema';

/** Whether the program lets a fault pass (`missing`, `value<n>`), for good or before a version; see server/tools/haproxy. */
export function tolerates({ extra }: Keyword, fault: string, version: string): boolean {
  const known = (extra?.['tolerates'] as Readonly<Record<string, string>> | undefined)?.[fault];
  return known !== undefined && (known === '' || compareVersions(version, known) < 0);
}

const expressions = new Map<string, boolean>();

/** Whether an argument of this type may hold an expression: always (`expr`), or beside something else (`int-or-expr`). */
export function takesExpression(type: string): boolean {
  let known = expressions.get(type);
  // Looked up, as every word of a file is asked for it, several times.
  if (known === undefined) expressions.set(type, (known = type === 'expr' || type.endsWith('-or-expr')));
  return known;
}

export const isConditional = (word: Word): boolean => word.text === 'if' || word.text === 'unless';

/** Index of the first empty word (`""`), or the number of words. */
export function usedWords(words: readonly Word[]): number {
  for (let i = 0; i < words.length; i++) if (words[i]!.text === '' && !words[i]!.dynamic) return i;
  return words.length;
}

/** A number or a time, where an expression could stand as well. */
export const isLiteral = (word: Word): boolean => word.dynamic || /^[-+]?[0-9]+[a-z]*$/.test(word.text);

export const hasCondition = (args: readonly Arg[]): boolean => args.at(-1)?.type === 'condition';

/** Whether an optional argument takes a word; an enumeration takes only what it lists. */
export function mayFill(arg: Arg, word: Word, keyword: Keyword, schema: Schema): boolean {
  // In a peers section the line of this node itself goes without an address.
  if (arg.type === 'address:peer' && keyword.name === 'server') return !schema.options.get('server')!.has(word.text);
  if (arg.type !== 'enum' || arg.firm) return true;
  return word.dynamic || arg.values!.some((value) => value.name === word.text);
}

export function openOption(set: ReadonlyMap<string, Keyword>, text: string): Keyword | undefined {
  const paren = text.indexOf('(');
  const found = paren > 0 ? set.get(text.slice(0, paren)) : undefined;
  return found?.open ? found : undefined;
}

export function describeArg(arg: Arg): string {
  if (arg.type === 'enum') return arg.values!.map((value) => `"${value.name}"`).join(' or ');
  return `<${arg.name}>`;
}

type Concern = (keyword: Keyword, schema: Schema) => boolean;

/** Whether a keyword has an argument of some kind, be it that of a named parameter; sets of those are looked through once. */
export function anyArg(test: (arg: Arg) => boolean): Concern {
  return anyOf(test, () => false);
}

/** Whether a keyword may have a named parameter. */
export function anyParameter(name: string): Concern {
  return anyOf(
    () => false,
    (parameter) => parameter.name === name,
  );
}

function anyOf(testArg: (arg: Arg) => boolean, testParameter: (parameter: Keyword) => boolean): Concern {
  const known = new Map<OptionSet, boolean>();
  const inArgs: Concern = ({ args }, schema) =>
    args.some((arg) => testArg(arg) || (arg.options !== undefined && inSet(schema.options.get(arg.options), schema)));
  const inSet = (set: OptionSet | undefined, schema: Schema): boolean => {
    let found = set && known.get(set);
    if (!set || found !== undefined) return found ?? false;
    found = [...set.values()].some((parameter) => testParameter(parameter) || inArgs(parameter, schema));
    known.set(set, found);
    return found;
  };
  return inArgs;
}

/** Whether the criterion of an ACL may stand in a statement: as an argument, or in its condition. */
export const mayHoldAcl = anyArg(({ type }) => type === 'acl' || type === 'condition');
