import type { Word } from '../../core/scan';
import { type Arg, compareVersions, type Keyword } from '../../core/schema';

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

export const hasCondition = (args: readonly Arg[]): boolean => args.at(-1)?.type === 'condition';

export function openOption(set: ReadonlyMap<string, Keyword>, text: string): Keyword | undefined {
  const paren = text.indexOf('(');
  const found = paren > 0 ? set.get(text.slice(0, paren)) : undefined;
  return found?.open ? found : undefined;
}

export function describeArg(arg: Arg): string {
  if (arg.type === 'enum') return arg.values!.map((value) => `"${value.name}"`).join(' or ');
  return `<${arg.name}>`;
}
