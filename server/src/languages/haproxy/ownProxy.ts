import type { Block } from '../../core/tree';
import type { Expression, ExpressionProblem } from './expressions';

const SIDES: Readonly<Record<string, readonly string[]>> = {
  frontend: ['frontend', 'listen'],
  backend: ['backend', 'listen'],
};

/** What is wrong with an expression that looks at its own section, which it does where an argument names no other. */
export function checkOwnProxy({ references, fetch }: Expression, block: Block): ExpressionProblem | undefined {
  if (!['frontend', 'listen', 'backend'].includes(block.type)) return undefined;
  for (const { kind, name, start, end } of references) {
    if (name !== '') continue;
    const sides = SIDES[kind];
    if (sides && !sides.includes(block.type)) {
      return { start, end, message: `"${fetch}" needs the name of a ${kind} here: a ${block.type} section is none.` };
    }
    if (kind === 'table' && !block.items.some(({ words }) => words[0]!.text === 'stick-table')) {
      const message = `This section has no stick table: add a "stick-table" line, or name a table in parentheses.`;
      return { start, end, message };
    }
  }
  return undefined;
}
