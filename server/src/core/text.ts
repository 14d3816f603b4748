import type { Position, Range } from 'vscode-languageserver-types';

/** One content change: the whole text, or a replacement of `range` (zero-based, UTF-16 columns). */
export interface TextChange {
  readonly range?: Range;
  readonly text: string;
}

/** Which lines a change touched: from `start`, `removed` old lines became `added` new ones. */
export interface LineEdit {
  readonly start: number;
  readonly removed: number;
  readonly added: number;
}

const LINE_END = /\r\n|\n|\r/;

/** Splits a text into its lines, without their ends; the empty text is one empty line. */
export function splitLines(text: string): string[] {
  // Most texts have one kind of line end, and to look for one character takes a tenth of the time.
  return text.includes('\r') ? text.split(LINE_END) : text.split('\n');
}

/**
 * Applies a change to `lines` in place.
 * Out-of-range positions are clamped, as the protocol asks.
 */
export function applyChange(lines: string[], change: TextChange): LineEdit {
  if (!change.range) {
    const removed = lines.length;
    const fresh = splitLines(change.text);
    lines.length = 0;
    for (const line of fresh) lines.push(line);
    return { start: 0, removed, added: fresh.length };
  }
  const start = clamp(lines, change.range.start);
  const end = clamp(lines, change.range.end);
  const before = lines[start.line]!.slice(0, start.character);
  const after = lines[end.line]!.slice(end.character);
  const fresh = splitLines(before + change.text + after);
  const removed = end.line - start.line + 1;
  replaceSlice(lines, start.line, removed, fresh);
  return { start: start.line, removed, added: fresh.length };
}

/** `array.splice` that also takes more items than a call may have arguments. */
export function replaceSlice<T>(array: T[], start: number, removed: number, fresh: readonly T[]): void {
  if (fresh.length === removed) {
    for (let i = 0; i < removed; i++) array[start + i] = fresh[i]!;
  } else if (fresh.length < 5000) {
    array.splice(start, removed, ...fresh);
  } else {
    const tail = array.slice(start + removed);
    array.length = start;
    for (const item of fresh) array.push(item);
    for (const item of tail) array.push(item);
  }
}

function clamp(lines: readonly string[], position: Position): Position {
  if (position.line >= lines.length) {
    const line = lines.length - 1;
    return { line, character: lines[line]!.length };
  }
  return { line: position.line, character: Math.min(position.character, lines[position.line]!.length) };
}

/** A range within one line. */
export function lineRange(line: number, start: number, end: number): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

export function overlaps(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
