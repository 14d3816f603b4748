import { type Keyword, matchStatement, type Schema } from '../../core/schema';
import type { Word } from '../../core/scan';
import { type Block, isBlock, isOuter, type Node, type Section, walk } from '../../core/tree';

/** A line that names a program to run. */
export interface Command {
  readonly node: Node;
  /** The program with its arguments, as far as they are quoted together. */
  readonly word: Word;
  readonly keyword: Keyword;
  /** The block that it stands in. */
  readonly block: Block;
}

/** The programs that a section has run: scripts, notifications, checks. Those known only at run time are left out. */
export function* commandsOf(section: Section, schema: Schema): Generator<Command> {
  for (const node of walk(section.items)) {
    const [, word] = node.words;
    if (!word || word.dynamic || isBlock(node) || !node.parent || isOuter(node.parent)) continue;
    const keyword = matchStatement(schema, node)?.keyword;
    if (keyword?.args[0]?.type === 'script') yield { node, word, keyword, block: node.parent };
  }
}
