import type { Position } from 'vscode-languageserver-types';

/** Marks a cursor in the texts of tests: neither language can hold it outside comments. */
const CURSOR = '‸';

/** A text without its cursor marks, and where they stood. */
export function marked(text: string): { text: string; positions: Position[]; position: Position } {
  const positions: Position[] = [];
  const lines = text.split('\n').map((line, number) => {
    const parts = line.split(CURSOR);
    let character = 0;
    for (const part of parts.slice(0, -1)) {
      character += part.length;
      positions.push({ line: number, character });
    }
    return parts.join('');
  });
  return { text: lines.join('\n'), positions, position: positions[0] ?? { line: 0, character: 0 } };
}

/** The text with cursor marks at `positions`, to compare with an expected text. */
export function withMarks(text: string, positions: readonly Position[]): string {
  const lines = text.split('\n');
  const backwards = [...positions].sort((a, b) => b.line - a.line || b.character - a.character);
  for (const { line, character } of backwards) {
    lines[line] = `${lines[line]!.slice(0, character)}${CURSOR}${lines[line]!.slice(character)}`;
  }
  return lines.join('\n');
}
