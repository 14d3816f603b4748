import { byPosition, isExclusive, type Occurrence, type PlacedOccurrence } from './occurrences';
import type { Section } from './tree';

/** Everything in a document, or in one section, that goes by one name. */
export interface NameGroup {
  readonly kind: string;
  readonly name: string;
  readonly scope: Occurrence['scope'];
  readonly definitions: readonly PlacedOccurrence[];
  readonly references: readonly PlacedOccurrence[];
}

/** Names with all their occurrences, and what is wrong with them. There are as many as names in the file: each is small. */
export class Names {
  private readonly kinds = new Map<string, OfKind>();
  readonly undefined = new Set<Group>();
  readonly repeated = new Set<Group>();

  get faulty(): boolean {
    return this.undefined.size + this.repeated.size > 0;
  }

  get(kind: string, name: string): Group | undefined {
    return this.kinds.get(kind)?.all.get(name);
  }

  /** Those of a kind that have a definition; kept up to date from the first time it is asked. */
  defined(kind: string): ReadonlyMap<string, NameGroup> | undefined {
    const ofKind = this.kinds.get(kind);
    return ofKind && (ofKind.defined ??= definedIn(ofKind));
  }

  /** Those of a kind that have definitions and no reference; kept up to date from the first time it is asked. */
  unused(kind: string): ReadonlySet<NameGroup> {
    const ofKind = this.kinds.get(kind);
    if (!ofKind) return EMPTY;
    return (ofKind.unused ??= new Set([...ofKind.all.values()].filter(isUnused)));
  }

  /** Those that have definitions and no reference, of every kind. */
  allUnused(): NameGroup[] {
    return [...this.kinds.values()].flatMap(({ all }) => [...all.values()].filter(isUnused));
  }

  add(occurrence: PlacedOccurrence): void {
    const { kind, name } = occurrence;
    let ofKind = this.kinds.get(kind);
    if (!ofKind) this.kinds.set(kind, (ofKind = { all: new Map(), defined: undefined, unused: undefined }));
    let group = ofKind.all.get(name);
    if (!group) ofKind.all.set(name, (group = new Group(occurrence)));
    else group.add(occurrence);
    if (group.definitions.length === 1 && occurrence.role === 'definition') ofKind.defined?.set(name, group);
    this.judge(group, ofKind);
  }

  /** Takes the occurrences of a section out of a group. */
  drop(group: Group, section: Section): void {
    group.drop(section);
    const ofKind = this.kinds.get(group.kind)!;
    this.judge(group, ofKind);
    if (group.definitions.length === 0) ofKind.defined?.delete(group.name);
    if (group.definitions.length + group.references.length === 0) ofKind.all.delete(group.name);
  }

  private judge(group: Group, { unused }: OfKind): void {
    const isUndefined = group.references.length > 0 && group.definitions.length === 0;
    if (isUndefined !== group.isUndefined) toggle(this.undefined, group, (group.isUndefined = isUndefined));
    const isRepeated = group.exclusive > 1;
    if (isRepeated !== group.isRepeated) toggle(this.repeated, group, (group.isRepeated = isRepeated));
    if (unused) toggle(unused, group, isUnused(group));
  }
}

interface OfKind {
  readonly all: Map<string, Group>;
  defined: Map<string, Group> | undefined;
  unused: Set<Group> | undefined;
}

/** In the order of the text. */
function definedIn({ all }: OfKind): Map<string, Group> {
  const groups = [...all.values()].filter(({ definitions }) => definitions.length > 0);
  groups.sort((a, b) => byPosition(a.definitions[0]!, b.definitions[0]!));
  return new Map(groups.map((group) => [group.name, group]));
}

const EMPTY: ReadonlySet<NameGroup> = new Set();

const isUnused = ({ definitions, references }: NameGroup): boolean => definitions.length > 0 && references.length === 0;

export class Group implements NameGroup {
  readonly kind: string;
  readonly name: string;
  readonly scope: Occurrence['scope'];
  // Most names stand in one place or two: a list that is made with its first item has no room to spare.
  definitions: PlacedOccurrence[] = NONE;
  references: PlacedOccurrence[] = NONE;
  /** Definitions that no other may stand beside. */
  exclusive = 0;
  isUndefined = false;
  isRepeated = false;

  constructor(first: PlacedOccurrence) {
    this.kind = first.kind;
    this.name = first.name;
    this.scope = first.scope;
    this.add(first);
  }

  add(occurrence: PlacedOccurrence): void {
    if (occurrence.role === 'definition') {
      if (this.definitions === NONE) this.definitions = [occurrence];
      else this.definitions.push(occurrence);
      if (isExclusive(occurrence)) this.exclusive++;
    } else if (this.references === NONE) this.references = [occurrence];
    else this.references.push(occurrence);
  }

  drop(section: Section): void {
    this.definitions = this.definitions.filter((one) => one.section !== section);
    this.references = this.references.filter((one) => one.section !== section);
    this.exclusive = this.definitions.filter(isExclusive).length;
  }
}

/** Stands for every list without items; never written to. */
const NONE: PlacedOccurrence[] = [];

function toggle<T>(all: Set<T>, item: T, belongs: boolean): void {
  if (belongs) all.add(item);
  else all.delete(item);
}
