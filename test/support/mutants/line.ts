import type { Word } from '../../../server/src/core/scan';
import type { Random } from './random';

/** A line of a good configuration, about to be changed. */
export interface Line {
  readonly text: string;
  readonly words: readonly Word[];
  /** Kind of the section it stands in; '' above the first. */
  readonly section: string;
  readonly isHeader: boolean;
  readonly random: Random;
  /** Headers of the configuration: kind and name. */
  readonly headers: readonly { readonly type: string; readonly name: string }[];
}

/** Makes another line of a line, or several parted by line feeds; `undefined` where it does not apply. */
export type Change = (line: Line) => string | undefined;

/** Replaces word `index`, quotes included. */
export function withWord({ text, words }: Line, index: number, by: string): string {
  const word = words[index]!;
  return text.slice(0, word.start) + by + text.slice(word.end);
}

export function without({ text, words }: Line, index: number): string {
  const word = words[index]!;
  return text.slice(0, word.start).trimEnd() + text.slice(word.end);
}

export function behind({ text, words }: Line, index: number, what: string): string {
  const { end } = words[index]!;
  return `${text.slice(0, end)} ${what}${text.slice(end)}`;
}

export const atEnd = (line: Line, what: string): string => behind(line, line.words.length - 1, what);

/** Replaces one occurrence of `pattern` (with the flag g) in what is no comment. */
export function replaceIn(line: Line, pattern: RegExp, by: (found: RegExpMatchArray) => string): string | undefined {
  const end = line.words.at(-1)!.end;
  const found = line.random.pick([...line.text.slice(0, end).matchAll(pattern)]);
  if (!found) return undefined;
  return line.text.slice(0, found.index) + by(found) + line.text.slice(found.index + found[0].length);
}

/** Index of a word, of those that hold `pattern`, behind the first `from`. */
export function wordLike({ words, random }: Line, pattern: RegExp, from = 1): number | undefined {
  const found = words.map((_, i) => i).filter((i) => i >= from && pattern.test(words[i]!.text));
  return random.pick(found);
}

/** Index of `if` or `unless`. */
export const conditionAt = ({ words }: Line): number =>
  words.findIndex((word, i) => i > 0 && (word.text === 'if' || word.text === 'unless'));

/** Applies to lines that begin with one of these words alone. */
export function only(first: RegExp, change: Change): Change {
  return (line) => (!line.isHeader && first.test(line.words[0]!.text) ? change(line) : undefined);
}
