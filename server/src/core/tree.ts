import type { Range } from 'vscode-languageserver-types';
import type { Keeper } from './kept';
import type { ScannedLine, Word } from './scan';

/**
 * The tree both languages parse to. Lines in it count from the first line of the section they stand in, so that a
 * section keeps its tree and everything derived from it when lines above it come or go.
 */
export interface Statement {
  /** Line, relative to the section. */
  readonly line: number;
  /** At least one word. */
  readonly words: readonly Word[];
  readonly parent: Block | undefined;
}

export interface Block extends Statement {
  /** Schema name of what the block holds: `frontend`, `vrrp_instance`, `vrrp_instance.track_script`. */
  readonly type: string;
  readonly items: readonly Node[];
  /** Last line of the block, relative to the section: that of the closing brace, or of the last statement. */
  readonly lastLine: number;
  /** The braces, in a language that has them; `close` is missing when the block is not closed. */
  readonly open?: BraceAt;
  readonly close?: BraceAt;
}

export interface BraceAt {
  readonly line: number;
  readonly word: Word;
}

export type Node = Statement | Block;

/** The block of another file in which all of a text stands, as far as what stands in the text can tell: its type. */
export function outerBlock(type: string): Block {
  return { type, line: -1, words: [], parent: undefined, items: [], lastLine: -1 };
}

/** The block is not of this text: see `outerBlock`. */
export function isOuter(block: Block): boolean {
  return block.words.length === 0;
}

export function isBlock(node: Node): node is Block {
  return 'items' in node;
}

/** What stands on the top level: one block with what leads to it. The unit in which a document is parsed again. */
export interface Section extends Keeper {
  readonly lines: readonly ScannedLine[];
  readonly items: readonly Node[];
  /** Structural faults, such as a brace without its partner; lines relative to the section. */
  readonly problems: readonly TreeProblem[];
  /** In which block of another file the section stands; `undefined`: on the top level. */
  readonly outer: Block | undefined;
  /** First line in the document; the only thing that changes when the section moves. */
  start: number;
}

export interface TreeProblem {
  readonly code: string;
  readonly message: string;
  /** Relative to the section. */
  readonly range: Range;
  /** As a finding has them. */
  readonly head?: Range;
  readonly related?: readonly { readonly range: Range; readonly message: string }[];
  readonly fixes?: readonly ProblemFix[];
}

export interface ProblemFix {
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
  readonly preferred?: boolean;
}

/** How a language's lines form sections. */
export interface Structure {
  /** Blocks stand in braces; otherwise each goes on to the next header. */
  readonly braces: boolean;
  /** Index after the last line of the section that begins at line `from` (`from < lines.length`). */
  cut(lines: readonly ScannedLine[], from: number): number;
  /** The tree of one section, which may stand in a block of another file. */
  parse(lines: readonly ScannedLine[], outer?: Block): Pick<Section, 'items' | 'problems'>;
}

/** Every statement and block of a section, outer ones first, in the order of the text. */
export function walk(items: readonly Node[]): Node[] {
  const out: Node[] = [];
  eachNode(items, (node) => void out.push(node));
  return out;
}

/** As `walk`, without a list. */
export function eachNode(items: readonly Node[], visit: (node: Node) => void): void {
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    visit(item);
    if (isBlock(item)) eachNode(item.items, visit);
  }
}

/** The statement whose words stand on `line` (relative) and reach or pass `column`; the last one before it otherwise. */
export function statementAt(items: readonly Node[], line: number, column: number): Node | undefined {
  let found: Node | undefined;
  for (const node of walk(items)) {
    if (node.line > line) break;
    if (node.line === line && node.words[0]!.start <= column) found = node;
  }
  return found;
}

/** The innermost block whose body holds the position; `undefined`: the top level. */
export function blockAt(items: readonly Node[], line: number, column: number): Block | undefined {
  for (const item of items) {
    if (!isBlock(item) || !bodyHolds(item, line, column)) continue;
    return blockAt(item.items, line, column) ?? item;
  }
  return undefined;
}

function bodyHolds(block: Block, line: number, column: number): boolean {
  const open = block.open;
  const begins = open ? line > open.line || (line === open.line && column >= open.word.end) : line > block.line;
  if (!begins) return false;
  if (!open) return true;
  const close = block.close;
  return !close || line < close.line || (line === close.line && column <= close.word.start);
}

/** The blocks of the same text around a node, outermost first. */
export function path(node: Node): Block[] {
  const out: Block[] = [];
  for (let block = node.parent; block && !isOuter(block); block = block.parent) out.unshift(block);
  return out;
}
