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

/** Everything in a document, or in one section, that goes by one name. */
export interface NameGroup {
  readonly kind: string;
  readonly name: string;
  readonly scope: Occurrence['scope'];
  readonly definitions: PlacedOccurrence[];
  readonly references: PlacedOccurrence[];
}

/**
 * The names of a document, updated by section. What may be wrong with them (used but not defined, defined twice) is
 * kept up to date name by name, so that asking for it costs what is wrong and not what the file holds.
 */
export class SymbolIndex {
  private readonly groups = new Map<string, NameGroup>();
  private readonly byKind = new Map<string, Map<string, NameGroup>>();
  private readonly perSection = new Map<Section, readonly PlacedOccurrence[]>();
  private readonly faults = new Faults();
  private readonly faultsIn = new Map<Section, Faults>();
  /** Sections whose names nobody has asked for yet. */
  private readonly waiting = new Set<Section>();

  constructor(private readonly occurrencesOf: (section: Section) => readonly Occurrence[]) {}

  /** Its names are looked for when first asked for, or when `take` says that now is a good time. */
  add(section: Section): void {
    this.waiting.add(section);
  }

  take(section: Section): void {
    if (this.waiting.delete(section)) this.collect(section);
  }

  private settle(): void {
    if (this.waiting.size === 0) return;
    for (const section of this.waiting) this.collect(section);
    this.waiting.clear();
  }

  private collect(section: Section): void {
    const placed = this.occurrencesOf(section).map((occurrence) => place(occurrence, section));
    this.perSection.set(section, placed);
    const touched = new Set<NameGroup>();
    const local = new Map<string, NameGroup>();
    for (const occurrence of placed) {
      const group = groupFor(occurrence.scope === 'section' ? local : this.groups, occurrence);
      (occurrence.role === 'definition' ? group.definitions : group.references).push(occurrence);
      if (occurrence.scope === 'document') touched.add(group);
    }
    for (const group of touched) this.refresh(group);
    const faults = new Faults();
    for (const group of local.values()) faults.refresh(group);
    if (!faults.empty) this.faultsIn.set(section, faults);
  }

  remove(section: Section): void {
    if (this.waiting.delete(section)) return;
    const touched = new Set<NameGroup>();
    for (const occurrence of this.perSection.get(section) ?? []) {
      const group = occurrence.scope === 'document' && this.groups.get(key(occurrence.kind, occurrence.name));
      if (group) touched.add(group);
    }
    for (const group of touched) {
      drop(group.definitions, section);
      drop(group.references, section);
      this.refresh(group);
      if (group.definitions.length + group.references.length === 0) this.groups.delete(key(group.kind, group.name));
    }
    this.perSection.delete(section);
    this.faultsIn.delete(section);
  }

  /** Everything that section defines and uses, section-scoped names included. */
  inSection(section: Section): readonly PlacedOccurrence[] {
    this.settle();
    return this.perSection.get(section) ?? [];
  }

  /** Document-wide definitions and references of a name, in no particular order. */
  find(kind: string, name: string): readonly PlacedOccurrence[] {
    this.settle();
    const group = this.groups.get(key(kind, name));
    return group ? [...group.definitions, ...group.references] : [];
  }

  definitions(kind: string, name: string): readonly PlacedOccurrence[] {
    this.settle();
    return this.groups.get(key(kind, name))?.definitions ?? [];
  }

  /** Names of a kind that have a document-wide definition. */
  definedNames(kind: string): Iterable<string> {
    this.settle();
    return this.byKind.get(kind)?.keys() ?? [];
  }

  /** Document-wide names of a kind that have a definition, with their uses. */
  defined(kind: string): Iterable<NameGroup> {
    this.settle();
    return this.byKind.get(kind)?.values() ?? [];
  }

  /** Names without a definition in the document (document-wide) or in their section. */
  *undefinedNames(): Generator<NameGroup> {
    this.settle();
    yield* this.faults.undefined;
    for (const faults of this.faultsIn.values()) yield* faults.undefined;
  }

  /** Names with several definitions, those that add up or are the program's own not counted. */
  *repeatedNames(): Generator<NameGroup> {
    this.settle();
    yield* this.faults.repeated;
    for (const faults of this.faultsIn.values()) yield* faults.repeated;
  }

  private refresh(group: NameGroup): void {
    this.faults.refresh(group);
    let names = this.byKind.get(group.kind);
    if (!names) this.byKind.set(group.kind, (names = new Map<string, NameGroup>()));
    if (group.definitions.length > 0) names.set(group.name, group);
    else names.delete(group.name);
  }
}

class Faults {
  readonly undefined = new Set<NameGroup>();
  readonly repeated = new Set<NameGroup>();

  get empty(): boolean {
    return this.undefined.size + this.repeated.size === 0;
  }

  refresh(group: NameGroup): void {
    set(this.undefined, group, group.references.length > 0 && group.definitions.length === 0);
    set(this.repeated, group, group.definitions.length > 1 && group.definitions.filter(isExclusive).length > 1);
  }
}

/** A definition that no other of its name may stand beside. */
export function isExclusive(definition: Occurrence): boolean {
  return !definition.adds && !definition.builtin;
}

/** Says so on the occurrence itself: there are as many as names in the file, and a copy of each would be felt. */
function place(occurrence: Occurrence, section: Section): PlacedOccurrence {
  return Object.assign(occurrence, { section });
}

const key = (kind: string, name: string): string => `${kind}\0${name}`;

function groupFor(groups: Map<string, NameGroup>, { kind, name, scope }: Occurrence): NameGroup {
  const id = key(kind, name);
  let group = groups.get(id);
  if (!group) groups.set(id, (group = { kind, name, scope, definitions: [], references: [] }));
  return group;
}

function drop(list: PlacedOccurrence[], section: Section): void {
  let kept = 0;
  for (const occurrence of list) if (occurrence.section !== section) list[kept++] = occurrence;
  list.length = kept;
}

function set<T>(all: Set<T>, item: T, belongs: boolean): void {
  if (belongs) all.add(item);
  else all.delete(item);
}

/** Absolute order of two occurrences of one document. */
export function byPosition(a: PlacedOccurrence, b: PlacedOccurrence): number {
  return a.section.start + a.line - (b.section.start + b.line) || a.start - b.start;
}

/** Where an occurrence stands in its document. */
export function rangeOf(occurrence: PlacedOccurrence): Range {
  return lineRange(occurrence.section.start + occurrence.line, occurrence.start, occurrence.end);
}
