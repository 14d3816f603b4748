import type { Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { type PlacedOccurrence, rangeOf } from '../core/symbols';
import { kindsOf, occurrenceAt, type Place, placesOf, type View } from './view';

/** A rename that cannot be done; the message tells the person why. */
export class RenameRefused extends Error {}

/** The range of the name at the position, without quotes, and the name; `undefined` where no name stands. */
export function prepareRename(view: View, position: Position): { range: Range; placeholder: string } | undefined {
  const occurrence = occurrenceAt(view, position);
  if (!occurrence || definitionsOf(view, occurrence).some((place) => place.occurrence.builtin)) return undefined;
  const range = nameRange({ document: view.document, occurrence });
  const placeholder = view.document.lines[range.start.line]!.slice(range.start.character, range.end.character);
  return { range, placeholder };
}

/**
 * Edits that give the name at the position a new one in every file of the configuration.
 * @throws RenameRefused when the new name cannot stand there or is taken.
 */
export function rename(view: View, position: Position, newName: string): WorkspaceEdit | undefined {
  const found = prepareRename(view, position);
  const occurrence = occurrenceAt(view, position);
  if (!found || !occurrence) return undefined;
  if (newName !== found.placeholder) refuseBadName(view, occurrence, found.placeholder, newName);
  const changes: Record<string, TextEdit[]> = {};
  for (const place of placesOf(view, occurrence)) {
    const edits = (changes[place.document.uri] ??= []);
    edits.push({ range: nameRange(place), newText: newName });
  }
  return { changes };
}

function refuseBadName(view: View, occurrence: PlacedOccurrence, written: string, newName: string): void {
  const kind = view.language.symbolKinds[occurrence.kind];
  const label = kind?.label ?? 'name';
  if (newName === '' || !(kind?.pattern ?? /^\S+$/).test(newName)) {
    throw new RenameRefused(`"${newName}" cannot be the name of a ${label}.`);
  }
  const name = occurrence.name.slice(0, occurrence.name.length - written.length) + newName;
  const taken = kindsOf(view, occurrence).some((one) =>
    placesOf(view, { ...occurrence, kind: one, name }).some((place) => place.occurrence.role === 'definition'),
  );
  if (taken || kind?.predefined?.includes(name)) {
    throw new RenameRefused(`There is already a ${label} named "${newName}".`);
  }
}

function definitionsOf(view: View, occurrence: PlacedOccurrence): Place[] {
  return placesOf(view, occurrence).filter((place) => place.occurrence.role === 'definition');
}

/** The range of a name without the quotes around it. */
function nameRange({ document, occurrence }: Place): Range {
  const range = rangeOf(occurrence);
  const text = document.lines[range.start.line]!.slice(range.start.character, range.end.character);
  const quote = text[0];
  if (text.length < 2 || (quote !== '"' && quote !== "'") || !text.endsWith(quote)) return range;
  return {
    start: { ...range.start, character: range.start.character + 1 },
    end: { ...range.end, character: range.end.character - 1 },
  };
}
