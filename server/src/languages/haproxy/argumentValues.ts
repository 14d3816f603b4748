import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { Spot } from '../../core/language';
import type { Arg } from '../../core/schema';
import { SERVICES } from './lists';
import { BALANCE_NAMES, ERROR_CODES } from './values';

/** The values of arguments whose type has a list of its own. */
const LISTS: Readonly<Record<string, readonly (string | number)[]>> = {
  balance: BALANCE_NAMES,
  'error-code': ERROR_CODES,
  service: SERVICES,
};

/** What may stand for an argument: a value of its type's list, or what begins a condition. */
export function values(arg: Arg, { statement, wordIndex }: Spot): CompletionItem[] {
  const before = statement?.words.slice(0, wordIndex) ?? [];
  if (arg.type === 'condition' && !before.some(({ text }) => text === 'if' || text === 'unless')) {
    return ['if', 'unless'].map((label) => ({ label, kind: CompletionItemKind.Keyword }));
  }
  return (LISTS[arg.type] ?? []).map((value) => ({
    label: String(value),
    kind: CompletionItemKind.EnumMember,
  }));
}
