import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { Spot } from '../../core/language';
import type { Arg } from '../../core/schema';
import { lineRange } from '../../core/text';
import { MATCHES } from './acls';
import { PREDEFINED_ACLS } from './conditions';
import { type SampleForm, samplesOf } from './sampleData';
import { BALANCE_NAMES, ERROR_CODES } from './values';

/** What may stand for arguments whose values are a language of their own: conditions, expressions, formats. */
export function values(arg: Arg, spot: Spot): CompletionItem[] {
  switch (arg.type) {
    case 'condition':
      return condition(spot);
    case 'acl':
      // Behind the keyword and the ACL's name.
      return criterion(spot, 2);
    case 'expr':
    case 'num-or-expr':
    case 'time-or-expr':
      return expression(spot, written(spot));
    case 'fmt':
      return format(spot);
    case 'balance':
      return BALANCE_NAMES.map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
    case 'error-code':
      return ERROR_CODES.map((code) => ({ label: String(code), kind: CompletionItemKind.EnumMember }));
    default:
      return [];
  }
}

/** The part of the word at the cursor that stands before it. */
function written(spot: Spot): string {
  const word = spot.statement?.words[spot.wordIndex];
  return word && word.start <= spot.column ? spot.document.lines[spot.line]!.slice(word.start, spot.column) : '';
}

/** `if` and `unless`, and behind them names of ACLs and, in braces, criteria (manual, chapter 7.2). */
function condition(spot: Spot): CompletionItem[] {
  const words = spot.statement?.words ?? [];
  const before = words.slice(0, spot.wordIndex).map((word) => word.text);
  const begin = Math.max(before.lastIndexOf('if'), before.lastIndexOf('unless'));
  if (begin < 0) return ['if', 'unless'].map(keyword);
  const brace = before.lastIndexOf('{');
  if (brace > begin && before.lastIndexOf('}') < brace) return criterion(spot, brace + 1);
  const negation = /^!*/.exec(written(spot))![0];
  const index = spot.configuration.index(spot.document);
  const own = index.inSection(spot.section).filter((one) => one.kind === 'acl' && one.role === 'definition');
  const names = [...new Set(own.map((one) => one.name)), ...PREDEFINED_ACLS];
  const isOwn = (i: number): boolean => i < names.length - PREDEFINED_ACLS.length;
  const joins = begin < before.length - 1 ? ['or', '||'] : [];
  return [
    ...names.map((name, i) => ({
      label: negation + name,
      kind: CompletionItemKind.Reference,
      detail: isOwn(i) ? 'ACL' : 'predefined ACL',
      sortText: `${isOwn(i) ? 0 : 1}${name}`,
    })),
    ...[`${negation}{`, ...joins].map(keyword),
  ];
}

/** A criterion that begins at word `begin`: an ACL keyword or expression, then flags (manual, chapter 7.1). */
function criterion(spot: Spot, begin: number): CompletionItem[] {
  const words = spot.statement?.words ?? [];
  if (spot.wordIndex > begin) {
    if (words[spot.wordIndex - 1]?.text === '-m') return Object.keys(MATCHES).map(keyword);
    return written(spot).startsWith('-') ? ['-i', '-m', '-f', '-M', '-n', '-u'].map(keyword) : [];
  }
  const text = written(spot);
  const out = expression(spot, text);
  if (text.includes(',')) return out;
  const { acls } = samplesOf(spot.schema.version);
  const plain = [...acls].map(([label, { fetch, match }]) => ({
    label,
    kind: CompletionItemKind.Function,
    detail: `${fetch} -m ${match}`,
  }));
  return [...plain, ...out];
}

/** A sample fetch, or behind a comma a converter (manual, chapter 7.3). */
function expression(spot: Spot, text: string): CompletionItem[] {
  const { fetches, converters } = samplesOf(spot.schema.version);
  const last = lastPart(text);
  const forms = last === text ? fetches : converters;
  const range = lineRange(spot.line, spot.column - last.length, spot.column);
  return [...forms].map(([name, form]) => ({
    label: name,
    kind: CompletionItemKind.Function,
    detail: signature(name, form),
    textEdit: { range, newText: name },
  }));
}

/** In a log format: an expression within `%[ ]` (manual, chapter 8.2.6). */
function format(spot: Spot): CompletionItem[] {
  const text = written(spot);
  const open = text.lastIndexOf('%[');
  return open < 0 || text.indexOf(']', open) >= 0 ? [] : expression(spot, text.slice(open + 2));
}

/** What stands behind the last comma that is not within parentheses. */
function lastPart(text: string): string {
  let depth = 0;
  let begin = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')') depth--;
    else if (text[i] === ',' && depth === 0) begin = i + 1;
  }
  return text.slice(begin);
}

/** `name(args): in -> out`. */
function signature(name: string, { args, in: taken, out }: SampleForm): string {
  const list = args?.length ? `(${args.join(', ')})` : '';
  return `${name}${list}: ${taken === undefined ? '' : `${taken} -> `}${out}`;
}

function keyword(label: string): CompletionItem {
  return { label, kind: CompletionItemKind.Keyword };
}
