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

/** What a language says of one kind of symbol. */
export interface SymbolKind {
  /** In a sentence: `backend`, `VRRP script`. */
  readonly label: string;
  /** vscode-languageserver SymbolKind number for outlines. */
  readonly icon: number;
  /** Message for a reference without definition; `undefined` when the kind is never reported. */
  readonly undefined?: 'error' | 'warning';
  readonly duplicate?: 'error' | 'warning';
  /** Names that the program itself defines. */
  readonly predefined?: readonly string[];
  /** What a new name may look like, for rename. */
  readonly pattern?: RegExp;
}

export interface PlacedOccurrence extends Occurrence {
  readonly section: Section;
}

const key = (kind: string, name: string): string => `${kind}\0${name}`;

/** All document-wide occurrences of a document, by kind and name; updated by section. */
export class SymbolIndex {
  private readonly byName = new Map<string, PlacedOccurrence[]>();
  private readonly names = new Map<string, Map<string, number>>();
  private readonly perSection = new Map<Section, readonly PlacedOccurrence[]>();

  constructor(private readonly occurrencesOf: (section: Section) => readonly Occurrence[]) {}

  add(section: Section): void {
    const placed = this.occurrencesOf(section).map((occurrence) => ({ ...occurrence, section }));
    this.perSection.set(section, placed);
    for (const occurrence of placed) {
      if (occurrence.scope !== 'document') continue;
      const id = key(occurrence.kind, occurrence.name);
      const list = this.byName.get(id);
      if (list) list.push(occurrence);
      else this.byName.set(id, [occurrence]);
      if (occurrence.role === 'definition') this.count(occurrence, 1);
    }
  }

  remove(section: Section): void {
    for (const occurrence of this.perSection.get(section) ?? []) {
      if (occurrence.scope !== 'document') continue;
      const id = key(occurrence.kind, occurrence.name);
      const left = (this.byName.get(id) ?? []).filter((other) => other.section !== section);
      if (left.length > 0) this.byName.set(id, left);
      else this.byName.delete(id);
      if (occurrence.role === 'definition') this.count(occurrence, -1);
    }
    this.perSection.delete(section);
  }

  /** Everything that section defines and uses, section-scoped names included. */
  inSection(section: Section): readonly PlacedOccurrence[] {
    return this.perSection.get(section) ?? [];
  }

  /** Document-wide definitions and references of a name, in no particular order. */
  find(kind: string, name: string): readonly PlacedOccurrence[] {
    return this.byName.get(key(kind, name)) ?? [];
  }

  definitions(kind: string, name: string): PlacedOccurrence[] {
    return this.find(kind, name).filter((occurrence) => occurrence.role === 'definition');
  }

  /** Names of a kind that have a definition. */
  definedNames(kind: string): Iterable<string> {
    return this.names.get(kind)?.keys() ?? [];
  }

  private count(occurrence: Occurrence, by: 1 | -1): void {
    let counts = this.names.get(occurrence.kind);
    if (!counts) this.names.set(occurrence.kind, (counts = new Map<string, number>()));
    const count = (counts.get(occurrence.name) ?? 0) + by;
    if (count > 0) counts.set(occurrence.name, count);
    else counts.delete(occurrence.name);
  }
}

/** Absolute order of two occurrences of one document. */
export function byPosition(a: PlacedOccurrence, b: PlacedOccurrence): number {
  return a.section.start + a.line - (b.section.start + b.line) || a.start - b.start;
}
