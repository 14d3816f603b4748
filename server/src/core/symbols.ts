import { type Group, type NameGroup, Names } from './nameGroups';
import type { PlacedOccurrence } from './occurrences';
import type { Section } from './tree';

export type { NameGroup } from './nameGroups';
export * from './occurrences';

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

/**
 * The names of a document, updated by section. What may be wrong with them (used but not defined, defined twice) is
 * kept up to date name by name, so that asking for it costs what is wrong and not what the file holds.
 */
export class SymbolIndex {
  private readonly names = new Names();
  private readonly perSection = new Map<Section, readonly PlacedOccurrence[]>();
  /** The names of single sections, where something is wrong with them. */
  private readonly faultsIn = new Map<Section, Names>();
  /** Names of single sections that nothing uses there. */
  private readonly unusedIn = new Map<Section, readonly NameGroup[]>();
  /** Sections whose names nobody has asked for yet. */
  private readonly waiting = new Set<Section>();

  constructor(private readonly occurrencesOf: (section: Section) => readonly PlacedOccurrence[]) {}

  /** Its names are looked for when first asked for, or when `take` says that now is a good time. */
  add(section: Section): void {
    this.waiting.add(section);
  }

  take(section: Section): void {
    if (this.waiting.size > 0 && this.waiting.delete(section)) this.collect(section);
  }

  private settle(): void {
    if (this.waiting.size === 0) return;
    for (const section of this.waiting) this.collect(section);
    this.waiting.clear();
  }

  private collect(section: Section): void {
    const occurrences = this.occurrencesOf(section);
    this.perSection.set(section, occurrences);
    let local: Names | undefined;
    for (const occurrence of occurrences) {
      if (occurrence.scope === 'section') (local ??= new Names()).add(occurrence);
      else this.names.add(occurrence);
    }
    if (!local) return;
    if (local.faulty) this.faultsIn.set(section, local);
    const unused = local.allUnused();
    if (unused.length > 0) this.unusedIn.set(section, unused);
  }

  remove(section: Section): void {
    if (this.waiting.delete(section)) return;
    const touched = new Set<Group>();
    for (const occurrence of this.perSection.get(section) ?? []) {
      const group = occurrence.scope === 'document' && this.names.get(occurrence.kind, occurrence.name);
      if (group) touched.add(group);
    }
    for (const group of touched) this.names.drop(group, section);
    this.perSection.delete(section);
    this.faultsIn.delete(section);
    this.unusedIn.delete(section);
  }

  /** Everything that section defines and uses, section-scoped names included. */
  inSection(section: Section): readonly PlacedOccurrence[] {
    this.settle();
    return this.perSection.get(section) ?? [];
  }

  /** Document-wide definitions and references of a name, in no particular order. */
  find(kind: string, name: string): readonly PlacedOccurrence[] {
    this.settle();
    const group = this.names.get(kind, name);
    return group ? [...group.definitions, ...group.references] : [];
  }

  definitions(kind: string, name: string): readonly PlacedOccurrence[] {
    this.settle();
    return this.names.get(kind, name)?.definitions ?? [];
  }

  /** Names of a kind that have a document-wide definition. */
  definedNames(kind: string): Iterable<string> {
    this.settle();
    return this.names.defined(kind)?.keys() ?? [];
  }

  /** Document-wide names of a kind that have a definition, with their uses. */
  defined(kind: string): Iterable<NameGroup> {
    this.settle();
    return this.names.defined(kind)?.values() ?? [];
  }

  /** Document-wide names of a kind that have a definition, and that nothing in the document uses. */
  unused(kind: string): Iterable<NameGroup> {
    this.settle();
    return this.names.unused(kind);
  }

  /** Names that hold in their section alone, have a definition there, and no use. */
  unusedInSections(): Iterable<readonly NameGroup[]> {
    this.settle();
    return this.unusedIn.values();
  }

  /** Names without a definition in the document (document-wide) or in their section. */
  *undefinedNames(): Generator<NameGroup> {
    this.settle();
    yield* this.names.undefined;
    for (const faults of this.faultsIn.values()) yield* faults.undefined;
  }

  /** Names with several definitions, those that add up or are the program's own not counted. */
  *repeatedNames(): Generator<NameGroup> {
    this.settle();
    yield* this.names.repeated;
    for (const faults of this.faultsIn.values()) yield* faults.repeated;
  }
}
