import type { Word } from '../../core/scan';
import { type Arg, compareVersions, type Keyword } from '../../core/schema';

/** Whether the program lets a fault pass (`missing`, `value<n>`), for good or before a version; see server/tools/haproxy. */
export function tolerates({ extra }: Keyword, fault: string, version: string): boolean {
  const known = (extra?.['tolerates'] as Readonly<Record<string, string>> | undefined)?.[fault];
  return known !== undefined && (known === '' || compareVersions(version, known) < 0);
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
