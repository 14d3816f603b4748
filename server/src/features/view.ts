import type { Position } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../core/document';
import type { Configuration, Language, Spot } from '../core/language';
import type { Word } from '../core/scan';
import type { Schema } from '../core/schema';
import type { PlacedOccurrence } from '../core/symbols';
import { blockAt, type Block, isBlock, type Node, statementAt } from '../core/tree';

/** What a feature sees: a document, how it is read, and the configuration that it is part of. */
export interface View {
  readonly document: ParsedDocument;
  readonly language: Language;
  readonly schema: Schema;
  readonly configuration: Configuration;
}

/** The place of a position in the tree. Out-of-range positions are clamped. */
export function spotAt(view: View, position: Position): Spot {
  const { document, configuration, schema } = view;
  const line = Math.min(position.line, document.lines.length - 1);
  const column = Math.min(position.character, document.lines[line]!.length);
  const section = document.sectionAt(line);
  const relative = line - section.start;
  const block = blockAt(section.items, relative, column) ?? section.outer;
  const statement = statementWith(section.items, relative, column);
  const words = statement?.words ?? [];
  const wordIndex = indexOfWord(words, column);
  return { document, configuration, schema, section, line, column, statement, block, wordIndex };
}

/** The statement being written at the position; `undefined` where a new one would begin. */
function statementWith(items: readonly Node[], line: number, column: number): Node | undefined {
  const node = statementAt(items, line, column);
  return node && isBlock(node) && isBehindBrace(node, line, column) ? undefined : node;
}

function isBehindBrace(block: Block, line: number, column: number): boolean {
  return block.open !== undefined && block.open.line === line && column >= block.open.word.end;
}

function indexOfWord(words: readonly Word[], column: number): number {
  const touched = words.findIndex((word) => word.start <= column && column <= word.end);
  if (touched >= 0) return touched;
  const after = words.findIndex((word) => word.start > column);
  return after >= 0 ? after : words.length;
}

/** Whether the position is in a comment. */
export function isInComment(spot: Spot): boolean {
  const { comment } = spot.document.scanned[spot.line]!;
  return comment >= 0 && spot.column > comment;
}

/** The name defined or used at the position; of several around it the shortest. */
export function occurrenceAt(view: View, position: Position): PlacedOccurrence | undefined {
  const { document, configuration } = view;
  if (position.line >= document.lines.length) return undefined;
  const section = document.sectionAt(position.line);
  const line = position.line - section.start;
  let best: PlacedOccurrence | undefined;
  for (const one of configuration.index(document).inSection(section)) {
    if (one.line !== line || position.character < one.start || position.character > one.end) continue;
    if (!best || one.end - one.start < best.end - best.start) best = one;
  }
  return best;
}

export interface Place {
  readonly document: ParsedDocument;
  readonly occurrence: PlacedOccurrence;
}

/** Every place in the configuration that means the same name, in reading order; each once. */
export function placesOf(view: View, occurrence: PlacedOccurrence): Place[] {
  const { document, configuration } = view;
  const { kind, name, scope, section } = occurrence;
  if (scope === 'section') {
    const here = configuration.index(document).inSection(section);
    return here
      .filter((other) => other.scope === 'section' && other.kind === kind && other.name === name)
      .map((one) => ({ document, occurrence: one }));
  }
  const places = kindsOf(view, occurrence).flatMap((one) => placesOfKind(view, one, name));
  const seen = new Set<string>();
  return places.filter(({ document: { uri }, occurrence: { section: at, line, start } }) => {
    const place = `${uri}:${at.start + line}:${start}`;
    return !seen.has(place) && seen.add(place);
  });
}

/** The kinds that the word which defines a name gives it: a section may be a backend and a table at once. */
export function kindsOf(view: View, { kind, name }: PlacedOccurrence): string[] {
  const definitions = placesOfKind(view, kind, name).filter(({ occurrence }) => occurrence.role === 'definition');
  const kinds = new Set([kind]);
  for (const { document, occurrence: own } of definitions) {
    for (const other of view.configuration.index(document).inSection(own.section)) {
      const isHere = other.line === own.line && other.start === own.start && other.name === name;
      if (isHere && other.role === 'definition' && other.scope === 'document') kinds.add(other.kind);
    }
  }
  return [...kinds];
}

function placesOfKind({ configuration }: View, kind: string, name: string): Place[] {
  return configuration.documents.flatMap((document) =>
    configuration
      .index(document)
      .find(kind, name)
      .map((occurrence) => ({ document, occurrence })),
  );
}

/** The name as its file has it, without quotes: that of a server is looked up with its backend's before it. */
export function writtenName(document: ParsedDocument, one: PlacedOccurrence): string {
  const line = document.lines[one.section.start + one.line]!;
  return line.slice(one.start, one.end).replace(/^(["'])(.*)\1$/, '$2');
}
