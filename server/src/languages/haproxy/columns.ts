import type { Word } from '../../core/scan';

/** Columns in the line of the characters `start` to `end - 1` of a word's value; all of the word where quotes hide them. */
export function columnsOf(line: string, word: Word, start: number, end: number): [number, number] {
  if (!word.quoted) return [word.start + start, word.start + end];
  if (line.slice(word.start + 1, word.end - 1) === word.text) return [word.start + 1 + start, word.start + 1 + end];
  return [word.start, word.end];
}
