import { type LineEdit, replaceSlice } from './text';

/** A word of a line, as the program sees it. Columns are UTF-16 units, quotes included. */
export interface Word {
  readonly start: number;
  readonly end: number;
  /** The value: without quotes and escapes. Variables stand as written. */
  readonly text: string;
  /** The value differs from the written text, because of a quote or an escape. */
  readonly quoted: boolean;
  /** The value is known only at run time: an environment variable, a `$` definition. Never report on it. */
  readonly dynamic: boolean;
}

/** Something wrong inside one line, found while splitting it into words. */
export interface ScanProblem {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A line split into words. It holds no line number, so it stays valid wherever the line moves.
 * `enter` and `exit` are the scanner's states (0: outside everything), for constructs that span lines.
 */
export interface ScannedLine {
  readonly text: string;
  readonly words: readonly Word[];
  /** Column at which the comment begins; -1: none. */
  readonly comment: number;
  readonly problems: readonly ScanProblem[];
  readonly enter: number;
  readonly exit: number;
}

/** Splits one line into words. Never throws. */
export type Scanner = (text: string, enter: number) => ScannedLine;

/** Scans a whole text. Equal lines share their words: in a large file about half of them have come before. */
export function scanLines(scanner: Scanner, lines: readonly string[]): ScannedLine[] {
  const out: ScannedLine[] = [];
  const known = new Map<string, ScannedLine>();
  let state = 0;
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i]!;
    let line = known.get(text);
    if (line?.enter !== state) known.set(text, (line = scanner(text, state)));
    state = line.exit;
    out.push(line);
  }
  return out;
}

/**
 * Brings `scanned` up to date after an edit of the text: only the edited lines are scanned again, and the lines after
 * them for as long as the state in which they begin differs (an open quote).
 * Returns the edit of the scanned lines, which covers the re-scanned ones.
 */
export function rescan(scanner: Scanner, scanned: ScannedLine[], lines: readonly string[], edit: LineEdit): LineEdit {
  const fresh: ScannedLine[] = [];
  let state = edit.start > 0 ? scanned[edit.start - 1]!.exit : 0;
  for (let i = 0; i < edit.added; i++) {
    const line = scanner(lines[edit.start + i]!, state);
    state = line.exit;
    fresh.push(line);
  }
  let removed = edit.removed;
  for (;;) {
    const next = scanned[edit.start + removed];
    if (!next || next.enter === state) break;
    const line = scanner(next.text, state);
    state = line.exit;
    fresh.push(line);
    removed++;
  }
  replaceSlice(scanned, edit.start, removed, fresh);
  return { start: edit.start, removed, added: fresh.length };
}
