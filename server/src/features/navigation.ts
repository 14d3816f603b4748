import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type Position,
} from 'vscode-languageserver-types';
import { byPosition, rangeOf } from '../core/symbols';
import { occurrenceAt, type Place, placesOf, type View } from './view';

/** Where the name at the position is defined. */
export function definition(view: View, position: Position): Location[] {
  return places(view, position)
    .filter(({ occurrence }) => occurrence.role === 'definition' && !occurrence.builtin)
    .map(locationOf);
}

/** Where the name at the position is used, and defined when `withDefinitions`. */
export function references(view: View, position: Position, withDefinitions: boolean): Location[] {
  return places(view, position)
    .filter(({ occurrence }) => !occurrence.builtin && (withDefinitions || occurrence.role === 'reference'))
    .map(locationOf);
}

/** The other places in the same file of the name at the position. */
export function documentHighlight(view: View, position: Position): DocumentHighlight[] {
  return places(view, position)
    .filter(({ document }) => document === view.document)
    .map(({ occurrence }) => ({
      range: rangeOf(occurrence),
      kind: occurrence.role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}

function places(view: View, position: Position): Place[] {
  const occurrence = occurrenceAt(view, position);
  if (!occurrence) return [];
  const order = new Map(view.configuration.documents.map((document, i) => [document, i]));
  return placesOf(view, occurrence).sort(
    (a, b) => order.get(a.document)! - order.get(b.document)! || byPosition(a.occurrence, b.occurrence),
  );
}

function locationOf({ document, occurrence }: Place): Location {
  return { uri: document.uri, range: rangeOf(occurrence) };
}
