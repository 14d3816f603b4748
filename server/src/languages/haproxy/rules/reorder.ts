import type { Edit, Fix } from '../../../core/language';
import type { Node, Section } from '../../../core/tree';

/**
 * Moves a rule above another one of its section, with the comments right above it and the ACLs that it uses and that are
 * defined only in between.
 */
export function moveUp(section: Section, items: readonly Node[], node: Node, target: Node): Fix {
  const between = items.slice(items.indexOf(target), items.indexOf(node));
  const used = new Set(node.words.map((word) => word.text.replace(/^!+/, '')));
  const acls = between.filter(({ words }) => words[0]!.text === 'acl' && used.has(words[1]?.text ?? ''));
  const lines = [...acls, node].flatMap(({ line }) => withComments(section, line));
  const top = withComments(section, target.line)[0]!;
  const text = lines.map((line) => `${section.lines[line]!.text}\n`).join('');
  const at = { line: top, character: 0 };
  const edits: Edit[] = [{ range: { start: at, end: at }, text }, ...lines.map(removal)];
  // Several rules that share an ACL cannot all move it: such a move is made by hand, one after the other.
  return { title: 'Move the rule to where it is processed', edits, preferred: acls.length === 0 };
}

const removal = (line: number): Edit => ({
  range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } },
  text: '',
});

/** Adds lines right below a section's header, indented as those that follow; absolute, for document rules. */
export function addBelowHeader(section: Section, items: readonly Node[], lines: readonly string[]): Edit {
  const indent = items[0] ? /^\s*/.exec(section.lines[items[0].line]!.text)![0] : '    ';
  const at = { line: section.start, character: section.lines[0]!.text.length };
  return { range: { start: at, end: at }, text: lines.map((line) => `\n${indent}${line}`).join('') };
}

/** A line and the comments that stand right above it. */
function withComments({ lines }: Section, line: number): number[] {
  let first = line;
  while (first > 1 && lines[first - 1]!.words.length === 0 && lines[first - 1]!.comment >= 0) first--;
  return Array.from({ length: line - first + 1 }, (_, i) => first + i);
}
