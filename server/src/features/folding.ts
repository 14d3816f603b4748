import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import { isBlock, type Node } from '../core/tree';
import type { View } from './view';

/** Sections and blocks, and runs of comment lines. */
export function foldingRanges({ document }: View): FoldingRange[] {
  const out: FoldingRange[] = [];
  for (const section of document.sections) addBlocks(section.items, section.start, out);
  let begin = -1;
  document.scanned.forEach((line, i) => {
    if (line.words.length === 0 && line.comment >= 0) {
      if (begin < 0) begin = i;
      return;
    }
    addComments(begin, i - 1, out);
    begin = -1;
  });
  addComments(begin, document.scanned.length - 1, out);
  return out;
}

function addBlocks(items: readonly Node[], offset: number, out: FoldingRange[]): void {
  for (const item of items) {
    if (!isBlock(item)) continue;
    // The closing brace stays in sight.
    const last = item.close ? item.close.line - 1 : item.lastLine;
    if (last > item.line) out.push({ startLine: offset + item.line, endLine: offset + last });
    addBlocks(item.items, offset, out);
  }
}

function addComments(begin: number, end: number, out: FoldingRange[]): void {
  if (begin >= 0 && end > begin) out.push({ startLine: begin, endLine: end, kind: FoldingRangeKind.Comment });
}
