import { type Block, isBlock, type Node, type Section, walk } from '../../core/tree';

export * from '../../core/blocks';

/**
 * The block's content is not all here: it includes a file or expands a parameter, or some lines are read on one node
 * only. What it seems to lack may be there.
 */
export function isPartial(section: Section, block: Block): boolean {
  return block.items.some((item) => item.words[0]!.dynamic || isInclude(item) || isConditional(section, item));
}

/** Every block of a section; the one of another file around it, if there is one, with what stands here. */
export function* blocksOf({ outer, items }: Section): Generator<Block> {
  if (outer) yield { ...outer, items };
  for (const node of walk(items)) if (isBlock(node)) yield node;
}

export function isInclude(node: Node): boolean {
  return /^include[rmwba]?$/.test(node.words[0]!.text);
}

/** The line is read on some nodes only (`@node1 priority 150`). */
export function isConditional(section: Section, node: Node): boolean {
  return section.lines[node.line]!.text.trimStart().startsWith('@');
}
