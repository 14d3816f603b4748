import { lineRange } from './text';
import type { ScannedLine, Word } from './scan';
import type { Block, BraceAt, Node, Section, Structure, TreeProblem } from './tree';

type Parsed = Pick<Section, 'items' | 'problems'>;

export interface BraceOptions {
  /** Block type of a block named `keyword` inside a block of type `parent` (`''`: the top level). */
  blockType(parent: string, keyword: string): string;
  /** The line can only stand on the top level: a block still open before it lacks its closing brace. */
  onlyTopLevel(line: ScannedLine): boolean;
  /** What a block of this type takes the word for; `item`: the block holds free items; `undefined`: it does not know it. */
  role(type: string, word: string): 'block' | 'keyword' | 'item' | undefined;
  /** The word begins a block wherever it is known at all. */
  alwaysBlock(word: string): boolean;
}

const isBrace = (word: Word, brace: '{' | '}'): boolean => word.text === brace && !word.quoted;
const startsWithOpen = (line: ScannedLine): boolean => line.words[0] !== undefined && isBrace(line.words[0], '{');

/** Whether a line names a block whose opening brace stands neither on it nor next. */
function lacksOpen(lines: readonly ScannedLine[], at: number, options: BraceOptions): boolean {
  const { words } = lines[at]!;
  const first = words[0];
  if (!first || first.quoted || !options.alwaysBlock(first.text) || words.some((word) => isBrace(word, '{')))
    return false;
  let next = at + 1;
  while (next < lines.length && lines[next]!.words.length === 0) next++;
  return next >= lines.length || !startsWithOpen(lines[next]!);
}

/**
 * Blocks in braces, nested; several statements may share a line (keepalived).
 * The scanner gives each brace as a word of its own. Braces that are missing or too many are found where the person
 * left them out, as far as keywords and indentation tell, so that one slip does not spoil what follows.
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
        if (lacksOpen(lines, i, options)) depth++;
      }
      return lines.length;
    },
    parse: (lines, outer) => new BraceParser(options, lines, outer).parse(),
  };
}

type OpenBlock = { -readonly [K in keyof Block]: Block[K] } & { items: Node[] };

class BraceParser {
  private readonly top: Node[] = [];
  private readonly problems: TreeProblem[] = [];
  private readonly stack: OpenBlock[] = [];
  /** Blocks read as open although their brace is missing. */
  private readonly assumed = new Set<OpenBlock>();
  /** The last statement while nothing but blank lines came after it: a `{` makes it a block. */
  private pending: { line: number; words: Word[] } | undefined;
  /** How many more blocks of the section are opened than closed, those mended so far left out. */
  private unclosed = 0;

  constructor(
    private readonly options: BraceOptions,
    private readonly lines: readonly ScannedLine[],
    private readonly outer: Block | undefined,
  ) {}

  parse(): Parsed {
    for (const line of this.lines) {
      for (const word of line.words) {
        if (isBrace(word, '{')) this.unclosed++;
        else if (isBrace(word, '}')) this.unclosed--;
      }
    }
    this.lines.forEach((line, number) => {
      this.line(line, number);
      if (lacksOpen(this.lines, number, this.options)) this.assumeOpen();
    });
    this.flush();
    while (this.stack.length > 0) this.leaveUnclosed(this.lines.length);
    return { items: this.top, problems: this.problems };
  }

  /** The block in which what comes next stands. */
  private get around(): Block | undefined {
    return this.stack.at(-1) ?? this.outer;
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
    this.leaveBlocksThatLackABrace(line, words[0]!);
    this.pending = { line, words };
  }

  /** A keyword that the innermost block does not know, but one around it does, shows that the inner one should have ended. */
  private leaveBlocksThatLackABrace(line: number, first: Word): void {
    if (this.unclosed <= 0 || first.quoted || first.dynamic) return;
    const depth = this.stack.findLastIndex((block) => {
      const role = this.options.role(block.type, first.text);
      return role === 'block' || role === 'keyword';
    });
    const extra = this.stack.length - 1 - depth;
    if (depth < 0 || extra > this.unclosed) return;
    for (let i = 0; i < extra; i++) this.leaveUnclosed(line);
  }

  private flush(): void {
    if (!this.pending) return;
    (this.stack.at(-1)?.items ?? this.top).push({ ...this.pending, parent: this.around });
    this.pending = undefined;
  }

  private openBlock(open: BraceAt): void {
    const head = this.pending ?? { line: open.line, words: [open.word] };
    if (!this.pending) this.problem('unexpected-brace', 'This { opens a block that has no name.', open);
    else if (this.isMisplaced(head.words[0]!, open) && this.unclosed > 0) {
      this.unclosed--;
      this.flush();
      return;
    }
    this.pending = undefined;
    this.push(head, open);
  }

  private push(head: { line: number; words: Word[] }, open?: BraceAt): OpenBlock {
    const parent = this.around;
    const type = this.options.blockType(parent?.type ?? '', head.words[0]!.text);
    const block: OpenBlock = {
      type,
      line: head.line,
      words: head.words,
      parent,
      items: [],
      ...(open && { open }),
      lastLine: open?.line ?? head.line,
    };
    (this.stack.at(-1)?.items ?? this.top).push(block);
    this.stack.push(block);
    return block;
  }

  /** Reports a `{` behind a word that begins no block. */
  private isMisplaced(word: Word, open: BraceAt): boolean {
    const role = word.quoted || word.dynamic ? undefined : this.options.role(this.around?.type ?? '', word.text);
    if (role !== 'keyword' && role !== 'item') return false;
    this.problem('unexpected-brace', `"${word.text}" opens no block here: remove the {.`, open);
    return true;
  }

  /** The pending statement names a block but its brace is missing: what follows belongs to it all the same. */
  private assumeOpen(): void {
    const head = this.pending;
    if (!head || this.options.role(this.around?.type ?? '', head.words[0]!.text) !== 'block') return;
    this.pending = undefined;
    const [first, last] = [head.words[0]!, head.words.at(-1)!];
    this.problems.push({
      code: 'missing-brace',
      message: `"${first.text}" needs a block: a { is missing.`,
      range: lineRange(head.line, first.start, last.end),
      fixes: [
        {
          title: 'Add the {',
          preferred: true,
          edits: [{ range: lineRange(head.line, last.end, last.end), text: ' {' }],
        },
      ],
    });
    this.unclosed++;
    this.assumed.add(this.push(head));
  }

  private closeBlock(close: BraceAt): void {
    this.flush();
    this.leaveDeeperBlocks(close);
    const block = this.stack.pop();
    if (!block) {
      this.problem(
        'unexpected-brace',
        'This } closes nothing: there is no open block. Remove it.',
        close,
        'Remove the }',
      );
      return;
    }
    block.close = close;
    block.lastLine = close.line;
  }

  /** A brace that stands below the head of an outer block closes that one, when a brace is missing anyway. */
  private leaveDeeperBlocks(close: BraceAt): void {
    if (this.unclosed <= 0 || this.lines[close.line]!.words[0] !== close.word) return;
    const column = (block: OpenBlock): number => this.lines[block.line]!.words[0]!.start;
    const depth = this.stack.findLastIndex((block) => column(block) === close.word.start);
    const deeper = this.stack.slice(depth + 1);
    if (depth < 0 || deeper.length > this.unclosed || deeper.some((block) => column(block) <= close.word.start)) return;
    if (this.belongsInside(close.line + 1, this.stack[depth]!)) return;
    for (let i = 0; i < deeper.length; i++) this.leaveUnclosed(close.line);
  }

  /** What stands next is known in the innermost block's surroundings, not outside of `outer`: that one goes on. */
  private belongsInside(from: number, outer: OpenBlock): boolean {
    let next = from;
    while (next < this.lines.length && this.lines[next]!.words.length === 0) next++;
    const word = this.lines[next]?.words[0];
    const around = this.stack.at(-2);
    if (!word || !around || around === outer.parent) return false;
    const known = (type: string): boolean => ['block', 'keyword'].includes(this.options.role(type, word.text) ?? '');
    return known(around.type) && !known(outer.parent?.type ?? '');
  }

  /** Ends the innermost block before `line` and reports its missing brace, unless the opening one is missing too. */
  private leaveUnclosed(line: number): void {
    const block = this.stack.pop()!;
    this.unclosed--;
    let last = Math.max(block.line, line - 1);
    block.lastLine = last;
    if (this.assumed.has(block)) return;
    while (last > block.line && this.lines[last]!.words.length === 0) last--;
    const head = block.words[0]!;
    const end = this.lines[last]!.words.at(-1)!.end;
    const indent = /^\s*/.exec(this.lines[block.line]!.text)![0];
    const behind = lineRange(last, this.lines[last]!.text.length, this.lines[last]!.text.length);
    this.problems.push({
      code: 'unclosed-block',
      message: `The block "${head.text}" is not closed: a } is missing.`,
      range: {
        start: { line: block.line, character: head.start },
        end: { line: block.lastLine, character: this.lines[block.lastLine]!.text.length },
      },
      head: lineRange(block.line, head.start, block.words.at(-1)!.end),
      related: [{ range: lineRange(last, end - 1, end), message: 'Its } is missing behind this' }],
      fixes: [
        { title: `Close "${head.text}" with }`, preferred: true, edits: [{ range: behind, text: `\n${indent}}` }] },
      ],
    });
  }

  private problem(code: string, message: string, at: BraceAt, fix?: string): void {
    const range = lineRange(at.line, at.word.start, at.word.end);
    this.problems.push({
      code,
      message,
      range,
      ...(fix !== undefined && { fixes: [{ title: fix, preferred: true, edits: [{ range, text: '' }] }] }),
    });
  }
}
