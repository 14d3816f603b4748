/** The edit that an advice stands for. Pure. */
import type { Advice } from '../../../../server/src/protocol';

/** Where the new text goes: characters from `start` to `end` of the line. */
export interface LineEdit {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The edit for a text as it stands now; indentation and comments stay. The line may have moved since the drill: the
 * nearest one that says the same is meant. Undefined when no line says what the advice is about.
 */
export function editFor({ line, replacement }: Advice, lines: readonly string[]): LineEdit | undefined {
  const words = line.text
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const statement = new RegExp(`^(\\s*)(${words.join('\\s+')})(?=\\s*$|\\s+[#!])`);
  const found = lines.flatMap((text, index) => {
    const match = statement.exec(text);
    return match ? [{ line: index, start: match[1]!.length, end: match[0].length, text: replacement }] : [];
  });
  return found.sort((a, b) => Math.abs(a.line - line.line) - Math.abs(b.line - line.line))[0];
}
