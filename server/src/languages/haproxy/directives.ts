import type { Node, Section } from '../../core/tree';
import { evaluate } from './predicates';

const DIRECTIVES = new Set(['.if', '.elif', '.else', '.endif', '.alert', '.warning', '.notice', '.diag']);

/** A line for the reader of the file itself, not for a section (manual, chapter 2.4). */
export function isDirective(node: Node): boolean {
  return DIRECTIVES.has(node.words[0]!.text);
}

/** Depth of `.if` after a line that begins with `first`, before it `depth`: the state that the scanner hands on. */
export function depthAfter(first: string, depth: number): number {
  if (first === '.if') return depth + 1;
  return first === '.endif' ? Math.max(0, depth - 1) : depth;
}

interface Lines {
  readonly section: Section;
  readonly version: string;
  readonly inactive: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/**
 * Whether the program may not read a statement, because it stands in a branch that is not taken, or may not be: that
 * depends on the build and on the environment. Such a statement is left alone.
 */
export function isInactive(section: Section, node: Node, version: string): boolean {
  return inactiveLines(section, version).has(node.line);
}

/** The section asked for last: every rule asks for each of its lines. */
let last: Lines | undefined;

function inactiveLines(section: Section, version: string): ReadonlySet<number> {
  if (last?.section === section && last.version === version) return last.inactive;
  const isPlain = section.lines.every((line) => line.enter === 0 && line.exit === 0);
  const inactive = isPlain ? NONE : new Branches(section, version).read();
  last = { section, version, inactive };
  return inactive;
}

/** `true` the branch is taken, `false` it is not, `undefined` nobody knows. */
type Verdict = boolean | undefined;

class Branches {
  private readonly inactive = new Set<number>();
  /** For each open `.if`: the branch now read, and whether one before it was taken. */
  private readonly open: { now: Verdict; taken: Verdict }[];

  constructor(
    private readonly section: Section,
    private readonly version: string,
  ) {
    // What was opened in a section before is not looked up: nobody knows.
    this.open = Array.from({ length: section.lines[0]?.enter ?? 0 }, () => ({ now: undefined, taken: undefined }));
  }

  read(): ReadonlySet<number> {
    this.section.lines.forEach((line, number) => {
      const first = line.words[0]?.text ?? '';
      if (DIRECTIVES.has(first)) {
        this.inactive.add(number);
        const words = line.words.slice(1);
        this.directive(
          first,
          words.some((word) => word.dynamic) ? undefined : words.map((word) => word.text).join(' '),
        );
      } else if (this.open.some(({ now }) => now !== true)) this.inactive.add(number);
    });
    return this.inactive;
  }

  private directive(name: string, condition: string | undefined): void {
    const verdict = (): Verdict => (condition === undefined ? undefined : evaluate(condition, this.version));
    if (name === '.if') {
      const now = verdict();
      this.open.push({ now, taken: now });
    } else if (name === '.endif') this.open.pop();
    const top = this.open.at(-1);
    if (!top || (name !== '.elif' && name !== '.else')) return;
    const own = name === '.else' ? true : verdict();
    if (top.taken === true) top.now = false;
    else if (top.taken === undefined) top.now = own === false ? false : undefined;
    else top.now = own;
    if (top.taken === false) top.taken = top.now;
  }
}
