import type { RuleContext } from '../../../core/language';
import type { Schema } from '../../../core/schema';
import { isBlock, type Node, type Section } from '../../../core/tree';
import { bind, type Bound } from '../arguments';
import { isInactive } from '../directives';

/** A statement that the program reads for certain, and its sorted arguments. */
type Pair = readonly [Node, Bound];

/** The section that was asked for last: one rule after the other goes through the same one. */
let last: { readonly section: Section; readonly schema: Schema; readonly pairs: readonly Pair[] } | undefined;

/** Calls `visit` with each statement that the program reads for certain, headers included, and its sorted arguments. */
export function eachBound(section: Section, { schema }: RuleContext, visit: (node: Node, bound: Bound) => void): void {
  if (last?.section !== section || last.schema !== schema) last = { section, schema, pairs: pairsOf(section, schema) };
  for (const [node, bound] of last.pairs) visit(node, bound);
}

function pairsOf(section: Section, schema: Schema): Pair[] {
  const out: Pair[] = [];
  const add = (node: Node): void => {
    const bound = isInactive(section, node, schema.version) ? undefined : bind(node, schema);
    if (bound) out.push([node, bound]);
  };
  for (const item of section.items) {
    add(item);
    if (isBlock(item)) item.items.forEach(add);
  }
  return out;
}
