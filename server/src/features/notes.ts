import type { Range } from 'vscode-languageserver-types';
import type { Inherited } from '../core/language';
import { moved, type Note } from '../core/notes';
import { overlaps } from '../core/text';
import type { View } from './view';

/**
 * What the lines within a range come to. Only those are looked into.
 * @param others notes on the document that are not its language's own.
 */
export function notesIn(view: View, range: Range, others: readonly Note[]): Note[] {
  return [...ownNotes(view, range), ...others].filter((note) => overlaps(note.range, range));
}

function ownNotes({ document, language, schema }: View, range: Range): Note[] {
  if (!language.notes) return [];
  const out: Note[] = [];
  let inherited: Inherited = language.inheritedAtStart;
  for (const section of document.sections) {
    if (section.start > range.end.line) break;
    if (section.start + section.lines.length > range.start.line) {
      const lines = { first: range.start.line - section.start, last: range.end.line - section.start };
      out.push(...moved(language.notes(section, { language, schema, inherited }, lines), section.start));
    }
    inherited = language.inherit(section, inherited, schema);
  }
  return out;
}
