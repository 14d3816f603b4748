import type { ScannedLine } from './scan';
import type { Block, Node, Section, Structure } from './tree';

type Parsed = Pick<Section, 'items' | 'problems'>;

/**
 * Sections of depth one, each begun by a header line and ended by the next (HAProxy).
 * @param headers block type for the first word of a header line.
 */
export function headerStructure(headers: (word: string) => string | undefined): Structure {
  const typeOf = (line: ScannedLine): string | undefined => (line.words[0] ? headers(line.words[0].text) : undefined);
  return {
    braces: false,
    cut(lines, from) {
      let end = from + 1;
      while (end < lines.length && typeOf(lines[end]!) === undefined) end++;
      return end;
    },
    parse(lines): Parsed {
      const first = lines[0];
      const type = first && typeOf(first);
      const items: Node[] = [];
      let block: (Block & { lastLine: number }) | undefined;
      let holder = items;
      if (first && type !== undefined) {
        holder = [];
        block = { type, line: 0, words: first.words, parent: undefined, items: holder, lastLine: 0 };
        items.push(block);
      }
      for (let line = block ? 1 : 0; line < lines.length; line++) {
        const { words } = lines[line]!;
        if (words.length === 0) continue;
        holder.push({ line, words, parent: block });
        if (block) block.lastLine = line;
      }
      return { items, problems: [] };
    },
  };
}
