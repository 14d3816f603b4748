import type { Position, Range, SelectionRange } from 'vscode-languageserver-types';
import { lineRange } from '../core/text';
import { isOuter, path } from '../core/tree';
import { spotAt, type View } from './view';

/** What "expand selection" takes step by step: word, statement, the blocks around it, the file. */
export function selectionRange(view: View, position: Position): SelectionRange {
  const { document } = view;
  const spot = spotAt(view, position);
  const { section, statement, line } = spot;
  const lastLine = document.lines.length - 1;
  const ranges: Range[] = [
    { start: { line: 0, character: 0 }, end: { line: lastLine, character: document.lines[lastLine]!.length } },
  ];
  const inside = spot.block && !isOuter(spot.block) ? [...path(spot.block), spot.block] : [];
  const blocks = statement ? path(statement) : inside;
  for (const block of blocks) {
    const last = section.start + block.lastLine;
    ranges.push({
      start: { line: section.start + block.line, character: block.words[0]!.start },
      end: { line: last, character: block.close?.word.end ?? document.lines[last]!.length },
    });
  }
  const words = statement?.words ?? [];
  if (words.length > 0) ranges.push(lineRange(line, words[0]!.start, words.at(-1)!.end));
  const word = words[spot.wordIndex];
  if (word && word.start <= spot.column) ranges.push(lineRange(line, word.start, word.end));
  let out: SelectionRange | undefined;
  for (const range of ranges) out = out ? { range, parent: out } : { range };
  return out!;
}
