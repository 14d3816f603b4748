import type { Range } from 'vscode-languageserver-types';

/** What follows from a text without standing in it: a time, a sum. Shown behind the words, and when they are hovered. */
export interface Note {
  /** The words that it is about. Lines of a section's notes are relative to the section. */
  readonly range: Range;
  /** A few words for behind them. */
  readonly label?: string;
  /** The label is a unit: it stands close to the number. */
  readonly close?: boolean;
  /** The reckoning (Markdown). */
  readonly markdown?: string;
}

/** Moves notes of a section to their place in the document. */
export function moved(notes: readonly Note[], lines: number): Note[] {
  return notes.map((note) => ({
    ...note,
    range: {
      start: { line: note.range.start.line + lines, character: note.range.start.character },
      end: { line: note.range.end.line + lines, character: note.range.end.character },
    },
  }));
}
