import type { Range } from 'vscode-languageserver-types';
import type { Word } from './scan';
import { lineRange } from './text';
import { type Block, isBlock, type Node, type Section } from './tree';

/** The statements of a block that begin with `keyword`, in the order of the text. */
export function settings(block: Block, keyword: string): Node[] {
  return block.items.filter((item) => item.words[0]!.text === keyword);
}

export function has(block: Block, ...keywords: readonly string[]): boolean {
  return block.items.some((item) => keywords.includes(item.words[0]!.text));
}

/** The last value given to a keyword of one argument: it is the one that counts. */
export function valueOf(block: Block, keyword: string): Word | undefined {
  return settings(block, keyword).at(-1)?.words[1];
}

/** The items of the blocks of this name, such as every address of an instance. */
export function itemsOf(block: Block, keyword: string): Node[] {
  return settings(block, keyword).flatMap((inner) => (isBlock(inner) ? inner.items : []));
}

/** From the block's name to its closing brace: for what the block as a whole lacks. */
export function extent(section: Section, block: Block): Range {
  const start = { line: block.line, character: block.words[0]!.start };
  const end = block.close ? block.close.word.end : section.lines[block.lastLine]!.text.length;
  return { start, end: { line: block.close?.line ?? block.lastLine, character: end } };
}

/** The words that name the block: `vrrp_instance VI_1`. */
export function headRange(block: Node): Range {
  return lineRange(block.line, block.words[0]!.start, block.words.at(-1)!.end);
}

export function wordRange(node: Node, word: Word): Range {
  return lineRange(node.line, word.start, word.end);
}

/** Moves a range of a section to its place in the document. */
export function absolute(section: Section, range: Range): Range {
  const move = (at: Range['start']): Range['start'] => ({ line: at.line + section.start, character: at.character });
  return { start: move(range.start), end: move(range.end) };
}
