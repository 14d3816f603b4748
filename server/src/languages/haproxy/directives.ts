import type { Node, Section } from '../../core/tree';

const DIRECTIVES = new Set(['.if', '.elif', '.else', '.endif', '.alert', '.warning', '.notice', '.diag']);

/** A line for the reader of the file itself, not for a section (manual, chapter 2.4). */
export function isDirective(node: Node): boolean {
  return DIRECTIVES.has(node.words[0]!.text);
}

const inactive = new WeakMap<Section, ReadonlySet<number>>();

/** Whether a statement stands in a branch that the program may skip: it is left alone, for what it means depends on the build. */
export function isInactive(section: Section, node: Node): boolean {
  let lines = inactive.get(section);
  if (!lines) inactive.set(section, (lines = conditionalLines(section)));
  return lines.has(node.line);
}

const NONE: ReadonlySet<number> = new Set();

function conditionalLines(section: Section): ReadonlySet<number> {
  if (!section.lines.some((line) => line.words[0]?.text.startsWith('.'))) return NONE;
  const out = new Set<number>();
  let depth = 0;
  section.lines.forEach((line, number) => {
    const first = line.words[0]?.text ?? '';
    if (first === '.if') depth++;
    if (depth > 0 || DIRECTIVES.has(first)) out.add(number);
    if (first === '.endif') depth = Math.max(0, depth - 1);
  });
  return out;
}
