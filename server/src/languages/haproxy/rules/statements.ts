import type { RuleContext } from '../../../core/language';
import type { Node, Section } from '../../../core/tree';
import type { Bound } from '../arguments';
import { activeStatements } from '../boundSection';

/** Calls `visit` with each statement that the program reads for certain, headers included, and its sorted arguments. */
export function eachBound(section: Section, { schema }: RuleContext, visit: (node: Node, bound: Bound) => void): void {
  for (const [node, bound] of activeStatements(section, schema)) visit(node, bound);
}
