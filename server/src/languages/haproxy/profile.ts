import type { ScannedLine, ScanProblem, Word } from '../../core/scan';
import { depthAfter } from './directives';

const HASH = 0x23;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const BACKSLASH = 0x5c;
const DOLLAR = 0x24;
const BRACE = 0x7b;

/** Blanks as C's isspace() has them. */
const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

const NONE: readonly never[] = [];

/** Plain lines, whose words need no unquoting. */
const SPECIAL = /["'\\#]/;

/**
 * Splits a line of HAProxy's configuration into words (manual, chapters 2.2 and 2.3): single and double quotes join
 * within a word, a backslash takes away the meaning of what follows, `#` outside quotes begins a comment, and variables
 * are replaced inside double quotes only. What goes over to the next line is the depth of `.if` alone.
 */
export function scanHaproxyLine(text: string, enter: number): ScannedLine {
  if (!SPECIAL.test(text)) {
    const words = scanPlain(text);
    return { text, words, comment: -1, problems: NONE, enter, exit: depth(words, enter) };
  }
  const words: Word[] = [];
  const reader = new LineReader(text);
  reader.read(words);
  return { text, words, comment: reader.comment, problems: reader.problems, enter, exit: depth(words, enter) };
}

function depth(words: readonly Word[], enter: number): number {
  const first = words[0]?.text;
  return first?.startsWith('.') ? depthAfter(first, enter) : enter;
}

/** Words are gathered here and then copied: an array that has grown keeps room for more, and every line has one. */
const gathered: Word[] = [];

/**
 * The words of the plain line read before. Those that stand alike in the next line are taken over from it: lines that
 * follow each other often differ in a name and a number, and fewer objects are less work for the garbage collector.
 */
let previous: readonly Word[] = NONE;

function scanPlain(text: string): readonly Word[] {
  const { length } = text;
  let at = 0;
  let count = 0;
  for (; ; count++) {
    while (at < length && isBlank(text.charCodeAt(at))) at++;
    if (at >= length) break;
    const before = count < previous.length ? previous[count]! : undefined;
    if (before?.start === at && standsIn(before, text)) {
      gathered[count] = before;
      at = before.end;
      continue;
    }
    const start = at;
    while (at < length && !isBlank(text.charCodeAt(at))) at++;
    gathered[count] = { start, end: at, text: text.slice(start, at), quoted: false, dynamic: false };
  }
  if (count === 0) return NONE;
  return (previous = gathered.slice(0, count));
}

function standsIn({ start, end, text }: Word, line: string): boolean {
  return (end >= line.length || isBlank(line.charCodeAt(end))) && line.startsWith(text, start);
}

class LineReader {
  comment = -1;
  readonly problems: ScanProblem[] = [];
  private at = 0;
  private value = '';
  private quoted = false;
  private dynamic = false;

  constructor(private readonly text: string) {}

  read(words: Word[]): void {
    const { text } = this;
    for (;;) {
      while (isBlank(text.charCodeAt(this.at))) this.at++;
      if (this.at >= text.length) return;
      if (text.charCodeAt(this.at) === HASH) {
        this.comment = this.at;
        return;
      }
      const start = this.at;
      this.readWord();
      words.push({ start, end: this.at, text: this.value, quoted: this.quoted, dynamic: this.dynamic });
    }
  }

  private readWord(): void {
    const { text } = this;
    [this.value, this.quoted, this.dynamic] = ['', false, false];
    while (this.at < text.length) {
      const code = text.charCodeAt(this.at);
      if (isBlank(code) || code === HASH) return;
      if (code === SINGLE) this.readSingle();
      else if (code === DOUBLE) this.readDouble();
      else if (code === BACKSLASH) this.readEscape(false);
      else this.value += text[this.at++]!;
    }
  }

  private readSingle(): void {
    const open = this.at++;
    const close = this.text.indexOf("'", this.at);
    this.quoted = true;
    this.value += this.text.slice(this.at, close < 0 ? undefined : close);
    if (close >= 0) this.at = close + 1;
    else this.unclosed(open, "'");
  }

  private readDouble(): void {
    const { text } = this;
    const open = this.at++;
    this.quoted = true;
    while (this.at < text.length) {
      const code = text.charCodeAt(this.at);
      if (code === DOUBLE) {
        this.at++;
        return;
      }
      if (code === BACKSLASH) this.readEscape(true);
      else if (code === DOLLAR) this.readVariable();
      else this.value += text[this.at++]!;
    }
    this.unclosed(open, '"');
  }

  /** Known escapes are replaced; before any other character the backslash stays. */
  private readEscape(inDouble: boolean): void {
    const { text } = this;
    const next = text[this.at + 1] ?? '';
    this.quoted = true;
    if (next === 'x') {
      const digits = /^[0-9a-fA-F]{2}/.exec(text.slice(this.at + 2, this.at + 4))?.[0];
      if (digits === undefined) {
        this.problem(
          'bad-escape',
          'The escape "\\x" needs two hexadecimal digits, such as "\\x20".',
          this.at,
          this.at + 2,
        );
        this.value += '\\x';
        this.at += 2;
        return;
      }
      this.value += String.fromCharCode(parseInt(digits, 16));
      this.at += 4;
      return;
    }
    const plain = { t: '\t', n: '\n', r: '\r' }[next];
    if (plain !== undefined) this.value += plain;
    else if (
      next === ' ' ||
      next === '\\' ||
      next === '#' ||
      next === '"' ||
      next === "'" ||
      (next === '$' && inDouble)
    )
      this.value += next;
    else {
      this.value += '\\';
      this.at += 1;
      return;
    }
    this.at += 2;
  }

  /** `$NAME`, `${NAME}`, `${NAME-default}`, `${NAME[*]}`; the name may begin with a dot for what HAProxy itself sets. */
  private readVariable(): void {
    const { text } = this;
    const start = this.at++;
    const braced = text.charCodeAt(this.at) === BRACE;
    if (braced) this.at++;
    const name = /^\.?[A-Za-z_][A-Za-z0-9_]*/.exec(text.slice(this.at, this.at + 200))?.[0];
    this.dynamic = true;
    if (name === undefined) {
      this.problem(
        'bad-variable',
        'Inside double quotes "$" begins the name of an environment variable, and what follows is none. Write "\\$" for the sign itself, or use single quotes.',
        start,
        Math.min(this.at + 1, text.length),
      );
      this.value += text.slice(start, this.at);
      return;
    }
    this.at += name.length;
    if (braced) {
      const rest = /^(\[\*\])?(-[^}]*)?\}/.exec(text.slice(this.at))?.[0];
      if (rest === undefined)
        this.problem(
          'bad-variable',
          `The variable "\${${name}" is not closed: a "}" is missing behind its name.`,
          start,
          this.at,
        );
      else this.at += rest.length;
    }
    this.value += text.slice(start, this.at);
  }

  private unclosed(open: number, quote: string): void {
    this.at = this.text.length;
    const kind = quote === '"' ? 'double' : 'single';
    this.problem(
      'unclosed-quote',
      `This ${kind} quote is not closed on its line: add ${quote} where the text ends, or write \\${quote} for the sign itself.`,
      open,
      this.at,
    );
  }

  private problem(code: string, message: string, start: number, end: number): void {
    this.problems.push({ code, message, start, end });
  }
}
