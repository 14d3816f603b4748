import type { Range } from 'vscode-languageserver-types';
import { lineRange } from './text';
import type { Section } from './tree';

/** A place that defines or uses a name. Lines count from the section's first line. */
export interface Occurrence {
  readonly kind: string;
  /** What it is looked up by; for a server `backend/server`. */
  readonly name: string;
  readonly role: 'definition' | 'reference';
  /** `section`: the name lives in its section alone (an ACL); `document`: in the whole configuration. */
  readonly scope: 'document' | 'section';
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Last line of what a definition defines. */
  readonly lastLine?: number;
  /** A reference that need not resolve (a dynamic or optional one). */
  readonly soft?: boolean;
  /** A definition beside which others of its name may stand (ACLs add up). */
  readonly adds?: boolean;
  /** The definition is anonymous or made by the program: it has no place to go to or rename. */
  readonly builtin?: boolean;
}

export interface PlacedOccurrence extends Occurrence {
  readonly section: Section;
}

/** A definition that no other of its name may stand beside. */
export function isExclusive(definition: Occurrence): boolean {
  return !definition.adds && !definition.builtin;
}

/** Says of each occurrence where it stands. */
export function placed(occurrences: readonly Occurrence[], section: Section): PlacedOccurrence[] {
  return occurrences.map((occurrence) => Object.assign(occurrence, { section }));
}

/** Absolute order of two occurrences of one document. */
export function byPosition(a: PlacedOccurrence, b: PlacedOccurrence): number {
  return a.section.start + a.line - (b.section.start + b.line) || a.start - b.start;
}

/** Where an occurrence stands in its document. */
export function rangeOf(occurrence: PlacedOccurrence): Range {
  return lineRange(occurrence.section.start + occurrence.line, occurrence.start, occurrence.end);
}
