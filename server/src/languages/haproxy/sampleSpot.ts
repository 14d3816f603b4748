import type { Spot } from '../../core/language';
import type { Word } from '../../core/scan';
import type { Statement } from '../../core/tree';
import { type Bound, bindMatch } from './arguments';
import { matchIn } from '../../core/schema';

/** What a place in a statement holds, as far as the schema alone cannot tell. */
export interface SampleSpot {
  readonly kind: 'acl-name' | 'expression' | 'acl-flags' | 'matches' | 'format';
  /** The text of the word before the cursor. */
  readonly before: string;
  readonly word: Word | undefined;
  readonly bound: Bound;
}

/** A word that stands for the one to be written. */
const PLACEHOLDER = '\u0001';

/** Finds out what is written at the cursor; `undefined` where the schema alone knows. */
export function sampleSpot(spot: Spot): SampleSpot | undefined {
  const { statement, wordIndex, column } = spot;
  if (!statement) return undefined;
  const at = statement.words[wordIndex];
  const word = at && at.start <= column && column <= at.end ? at : undefined;
  const before = word && !word.quoted ? word.text.slice(0, column - word.start) : word ? quotedBefore(spot, word) : '';
  const bound = boundUpTo(spot, statement, word);
  if (!bound) return undefined;
  const kind = kindOf(statement.words, wordIndex, bound);
  return kind && { kind, before, word, bound };
}

/** The part before the cursor of a word in quotes. */
function quotedBefore({ document, line, column }: Spot, word: Word): string {
  return document.lines[line]!.slice(word.start, column).replace(/^["']/, '');
}

function boundUpTo(spot: Spot, statement: Statement, word: Word | undefined): Bound | undefined {
  const parent = statement.parent ?? spot.block;
  const match = matchIn(spot.schema, parent, statement.words);
  if (!match || spot.wordIndex < match.from + match.length) return undefined;
  const { column } = spot;
  const written = word && word.text !== '' ? word.text : PLACEHOLDER;
  const placeholder: Word = { start: column, end: column, text: written, quoted: false, dynamic: false };
  return bindMatch(match, [...statement.words.slice(0, spot.wordIndex), placeholder], spot.schema);
}

function kindOf(words: readonly Word[], index: number, bound: Bound): SampleSpot['kind'] | undefined {
  if (bound.condition >= 0 && index > bound.condition) {
    const open = openBrace(words, bound.condition, index);
    return open < 0 ? 'acl-name' : inCriterion(words, open + 1, index);
  }
  const arg = bound.args.find(({ from, to }) => from <= index && index < to);
  if (!arg) return undefined;
  if (arg.arg.type === 'acl') return inCriterion(words, arg.from, index);
  if (arg.arg.type === 'fmt') return 'format';
  return arg.arg.type === 'expr' || arg.arg.type.endsWith('-or-expr') ? 'expression' : undefined;
}

/** Index of the `{` that is open at word `index`; -1: none. */
function openBrace(words: readonly Word[], from: number, index: number): number {
  for (let i = index - 1; i > from; i--) {
    const text = words[i]!.text.replace(/^!+/, '');
    if (text === '}') return -1;
    if (text === '{') return i;
  }
  return -1;
}

/** An ACL's criterion begins with an expression; flags and patterns follow. */
function inCriterion(words: readonly Word[], from: number, index: number): SampleSpot['kind'] {
  if (index === from) return 'expression';
  return words[index - 1]!.text === '-m' ? 'matches' : 'acl-flags';
}
