import type { Schema } from '../../core/schema';
import { isBlock, type Node, type Section } from '../../core/tree';
import { bind, type Bound } from './arguments';
import { isInactive } from './directives';
import { isPlain } from './ownKeywords';

/** A statement whose keyword is known in its place, with its sorted arguments. */
export type BoundStatement = readonly [Node, Bound];

interface Last {
  readonly section: Section;
  readonly schema: Schema;
  readonly statements: readonly BoundStatement[];
  /** What does not begin with a keyword of its place: unknown there, or behind a prefix such as `no`. */
  readonly others: readonly Node[];
  /** Those of `statements` that the program reads for certain; made when first asked for. */
  active: readonly BoundStatement[] | undefined;
  /** Those of `active` of which something is wrong with the arguments. */
  faulty: readonly BoundStatement[] | undefined;
}

/** The section asked for last: its rules and its names ask for it one after the other, and then nobody does for long. */
let last: Last | undefined;

/** The statements of a section that are known in their place, its header included. */
export function boundSection(section: Section, schema: Schema): readonly BoundStatement[] {
  return lastOf(section, schema).statements;
}

/** Those of them that stand in no branch of an `.if` that is, or may be, left out. */
export function activeStatements(section: Section, schema: Schema): readonly BoundStatement[] {
  const found = lastOf(section, schema);
  return (found.active ??= isPlain(section)
    ? found.statements
    : found.statements.filter(([node]) => !isInactive(section, node, schema.version)));
}

/** Those of the active ones whose arguments are wrong, or end with an empty word; mostly none. */
export function faultyStatements(section: Section, schema: Schema): readonly BoundStatement[] {
  const active = activeStatements(section, schema);
  return (lastOf(section, schema).faulty ??= active.filter(
    ([{ words }, { problems, end }]) => problems.length > 0 || end < words.length,
  ));
}

/** Statements that do not begin with a keyword of their place: it is unknown there, or a prefix stands before it. */
export function otherStatements(section: Section, schema: Schema): readonly Node[] {
  return lastOf(section, schema).others;
}

function lastOf(section: Section, schema: Schema): Last {
  if (last?.section === section && last.schema === schema) return last;
  const statements: BoundStatement[] = [];
  const others: Node[] = [];
  const add = (node: Node): void => {
    const bound = bind(node, schema);
    if (bound) statements.push([node, bound]);
    if (!bound || bound.from > 0) others.push(node);
  };
  for (const item of section.items) {
    add(item);
    if (isBlock(item)) item.items.forEach(add);
  }
  return (last = { section, schema, statements, others, active: undefined, faulty: undefined });
}
