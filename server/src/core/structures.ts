import { lineRange } from './text';
import type { ScannedLine, Word } from './scan';
import type { Block, BraceAt, Node, Section, Structure, TreeProblem } from './tree';

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

export interface BraceOptions {
  /** Block type of a block named `keyword` inside a block of type `parent` (`''`: the top level). */
  blockType(parent: string, keyword: string): string;
  /** The line can only stand on the top level: a block still open before it lacks its closing brace. */
  onlyTopLevel(line: ScannedLine): boolean;
}

const isBrace = (word: Word, brace: '{' | '}'): boolean => word.text === brace && !word.quoted;

/**
 * Blocks in braces, nested; several statements may share a line (keepalived).
 * The scanner gives each brace as a word of its own.
 */
export function braceStructure(options: BraceOptions): Structure {
  return {
    braces: true,
    cut(lines, from) {
      let depth = 0;
      for (let i = from; i < lines.length; i++) {
        const line = lines[i]!;
        if (depth > 0 && options.onlyTopLevel(line)) return i;
        let closed = false;
        for (const word of line.words) {
          if (isBrace(word, '{')) depth++;
          else if (isBrace(word, '}')) {
            closed = true;
            if (depth > 0) depth--;
          }
        }
        if (closed && depth === 0) return i + 1;
      }
      return lines.length;
    },
    parse: (lines) => new BraceParser(options).parse(lines),
  };
}

type OpenBlock = { -readonly [K in keyof Block]: Block[K] } & { items: Node[] };

class BraceParser {
  private readonly top: Node[] = [];
  private readonly problems: TreeProblem[] = [];
  private readonly stack: OpenBlock[] = [];
  /** The last statement while nothing but blank lines came after it: a `{` makes it a block. */
  private pending: { line: number; words: Word[] } | undefined;

  constructor(private readonly options: BraceOptions) {}

  parse(lines: readonly ScannedLine[]): Parsed {
    lines.forEach((line, number) => {
      this.line(line, number);
    });
    this.flush();
    for (const block of this.stack) {
      block.lastLine = Math.max(block.line, lines.length - 1);
      const at = block.open!;
      const name = block.words[0]?.text ?? 'block';
      this.problem('unclosed-block', `The block "${name}" is not closed: a } is missing.`, at);
    }
    return { items: this.top, problems: this.problems };
  }

  private line(line: ScannedLine, number: number): void {
    let words: Word[] = [];
    for (const word of line.words) {
      if (isBrace(word, '{')) {
        if (words.length > 0) this.statement(number, words);
        words = [];
        this.openBlock({ line: number, word });
      } else if (isBrace(word, '}')) {
        if (words.length > 0) this.statement(number, words);
        words = [];
        this.closeBlock({ line: number, word });
      } else words.push(word);
    }
    if (words.length > 0) this.statement(number, words);
  }

  private statement(line: number, words: Word[]): void {
    this.flush();
    this.pending = { line, words };
  }

  private flush(): void {
    if (!this.pending) return;
    const parent = this.stack.at(-1);
    (parent?.items ?? this.top).push({ ...this.pending, parent });
    this.pending = undefined;
  }

  private openBlock(open: BraceAt): void {
    const parent = this.stack.at(-1);
    const head = this.pending ?? { line: open.line, words: [open.word] };
    if (!this.pending) this.problem('unexpected-brace', 'This { opens a block that has no name.', open);
    this.pending = undefined;
    const type = this.options.blockType(parent?.type ?? '', head.words[0]!.text);
    const block: OpenBlock = { type, line: head.line, words: head.words, parent, items: [], open, lastLine: open.line };
    (parent?.items ?? this.top).push(block);
    this.stack.push(block);
  }

  private closeBlock(close: BraceAt): void {
    this.flush();
    const block = this.stack.pop();
    if (!block) {
      this.problem('unexpected-brace', 'This } closes nothing: there is no open block. Remove it.', close);
      return;
    }
    block.close = close;
    block.lastLine = close.line;
  }

  private problem(code: string, message: string, at: BraceAt): void {
    this.problems.push({ code, message, range: lineRange(at.line, at.word.start, at.word.end) });
  }
}
