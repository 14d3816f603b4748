import { applyChange, type LineEdit, replaceSlice, splitLines, type TextChange } from './text';
import { rescan, type ScannedLine, scanLines, type Scanner } from './scan';
import { Kept } from './kept';
import type { Block, Node, Section, Structure } from './tree';

/** What the core needs of a language to parse it. */
export interface Syntax {
  readonly scan: Scanner;
  readonly structure: Structure;
}

export type SectionObserver = (removed: readonly Section[], added: readonly Section[]) => void;

/** Of sections that stand in a block of another file. */
const onTop = new Kept<readonly Node[]>();

/**
 * A text and its tree, kept up to date at the cost of what an edit touches: lines outside the edit keep their words,
 * sections outside it keep their identity (and with it everything cached about them).
 */
export class ParsedDocument {
  readonly lines: string[];
  readonly scanned: ScannedLine[];
  readonly sections: Section[] = [];
  private readonly observers = new Set<SectionObserver>();
  private outer: Block | undefined;

  constructor(
    readonly uri: string,
    private readonly syntax: Syntax,
    text: string,
    public version = 0,
  ) {
    this.lines = splitLines(text);
    this.scanned = scanLines(syntax.scan, this.lines);
    this.resection({ start: 0, removed: 0, added: this.scanned.length });
  }

  get text(): string {
    return this.lines.join('\n');
  }

  /** Calls `observer` with the sections that each later update replaces, until the function it answers is called. */
  observe(observer: SectionObserver): () => void {
    this.observers.add(observer);
    return () => void this.observers.delete(observer);
  }

  update(changes: readonly TextChange[], version: number): void {
    for (const change of changes) {
      const edit = applyChange(this.lines, change);
      this.resection(rescan(this.syntax.scan, this.scanned, this.lines, edit));
    }
    this.version = version;
  }

  /** Says in which block of another file the text stands; `undefined`: on the top level. */
  standIn(outer: Block | undefined): void {
    if (this.outer?.type === outer?.type) return;
    this.outer = outer;
    this.resection({ start: 0, removed: this.scanned.length, added: this.scanned.length });
  }

  /** What stands on the top level of the text, read as if it stood in no block of another file. */
  itemsOnTop(): readonly Node[] {
    return this.sections.flatMap((section) => {
      if (!section.outer) return section.items;
      return onTop.get(section) ?? onTop.set(section, this.syntax.structure.parse(section.lines).items);
    });
  }

  /** Index of the section that holds `line`. */
  sectionIndexAt(line: number): number {
    let low = 0;
    let high = this.sections.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.sections[middle]!.start <= line) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  sectionAt(line: number): Section {
    return this.sections[this.sectionIndexAt(line)]!;
  }

  /** Cuts the edited lines into sections anew, until a cut falls on an old boundary behind the edit. */
  private resection(edit: LineEdit): void {
    const { structure } = this.syntax;
    const delta = edit.added - edit.removed;
    // An edit at the very start of a section may join it to the one before.
    const first = this.sections.length === 0 ? 0 : this.sectionIndexAt(Math.max(0, edit.start - 1));
    let from = this.sections[first]?.start ?? 0;
    const fresh: Section[] = [];
    let next = first;
    const oldEnd = edit.start + edit.removed;
    for (;;) {
      while (
        next < this.sections.length &&
        (this.sections[next]!.start < oldEnd || this.sections[next]!.start + delta < from)
      ) {
        next++;
      }
      const boundary = this.sections[next];
      if (boundary ? boundary.start + delta === from && fresh.length > 0 : from >= this.scanned.length) break;
      const end = structure.cut(this.scanned, from);
      const lines = this.scanned.slice(from, end);
      const { items, problems } = structure.parse(lines, this.outer);
      fresh.push({ start: from, lines, items, problems, outer: this.outer, kept: [] });
      from = end;
    }
    const removed = this.sections.slice(first, next);
    if (delta !== 0) for (let i = next; i < this.sections.length; i++) this.sections[i]!.start += delta;
    replaceSlice(this.sections, first, removed.length, fresh);
    for (const observer of this.observers) observer(removed, fresh);
  }
}
