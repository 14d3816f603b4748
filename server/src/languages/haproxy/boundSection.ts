import type { Schema } from '../../core/schema';
import { isBlock, type Node, type Section } from '../../core/tree';
import { bind, type Bound } from './arguments';
import { isInactive } from './directives';

/** A statement whose keyword is known in its place, with its sorted arguments. */
export type BoundStatement = readonly [Node, Bound];

interface Last {
  readonly section: Section;
  readonly schema: Schema;
  readonly statements: readonly BoundStatement[];
  /** Those that the program reads for certain; made when first asked for. */
  active?: readonly BoundStatement[];
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
  return (found.active ??= found.statements.filter(([node]) => !isInactive(section, node, schema.version)));
}

function lastOf(section: Section, schema: Schema): Last {
  if (last?.section !== section || last.schema !== schema) {
    const statements: BoundStatement[] = [];
    const add = (node: Node): void => {
      const bound = bind(node, schema);
      if (bound) statements.push([node, bound]);
    };
    for (const item of section.items) {
      add(item);
      if (isBlock(item)) item.items.forEach(add);
    }
    last = { section, schema, statements };
  }
  return last;
}
