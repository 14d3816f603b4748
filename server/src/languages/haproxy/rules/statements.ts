import type { RuleContext } from '../../../core/language';
import { isBlock, type Node, type Section } from '../../../core/tree';
import { bind, type Bound } from '../arguments';
import { isInactive } from '../directives';

/** Calls `visit` with each statement that the program reads for certain, headers included, and its sorted arguments. */
export function eachBound(section: Section, context: RuleContext, visit: (node: Node, bound: Bound) => void): void {
  for (const item of section.items) {
    if (!isInactive(section, item, context.schema.version)) {
      const bound = bind(item, context.schema);
      if (bound) visit(item, bound);
    }
    if (!isBlock(item)) continue;
    for (const node of item.items) {
      if (isInactive(section, node, context.schema.version)) continue;
      const bound = bind(node, context.schema);
      if (bound) visit(node, bound);
    }
  }
}
