import type { ScannedLine, ScanProblem, Word } from '../../core/scan';

/**
 * Splits a line as keepalived's parser does (keepalived.conf(5), "Quoted strings", "Conditional configuration",
 * "Parameter substitution"; what the pages leave open was tried with the program):
 * - `#` and `!` begin a comment anywhere outside double quotes, also within a word, unless a backslash stands before;
 * - each brace outside double quotes is a word of its own, also a glued one;
 * - a double quote within a word ends it and begins the next one; single quotes and escapes count only where a command
 *   line is expected (`script`, `notify`);
 * - `@name` at the start makes the line conditional: what follows is read as if it stood alone;
 * - `~SEQ(...)` and `~LST(...)` repeat the rest of the line;
 * - `$NAME=text` defines a parameter: one word that nothing is said about; a backslash at its end continues it.
 */
export function scanLine(text: string, enter: number): ScannedLine {
  const problems: ScanProblem[] = [];
  const comment = commentStart(text, problems);
  let end = comment < 0 ? text.length : comment;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  let at = skipSpace(text, 0, end);
  if (enter === IN_DEFINITION) return { text, comment, problems, enter, ...definition(text, at, end) };
  at = skipPrefix(text, at, end);
  if (text.charCodeAt(at) === DOLLAR && DEFINITION.test(text.slice(at, end))) {
    return { text, comment, problems, enter, ...definition(text, at, end) };
  }
  return { text, words: splitWords(text, at, end, problems), comment, problems, enter, exit: 0 };
}

/** State of a line that continues a definition. */
const IN_DEFINITION = 1;
const DEFINITION = /^\$[A-Za-z_]\w*=/;
const REPEAT = /^~(?:SEQx?|LST)\s*\(/;
/** Keywords that take a command line: there, quotes join with what touches them and backslashes escape. */
const COMMAND = /^(?:script|notify|notify_\w+|misc_path|quorum_(?:up|down)|\w+_script)$/;
const [SPACE, DOUBLE, SINGLE, HASH, BANG, DOLLAR, BACKSLASH, OPEN, CLOSE] = [32, 34, 39, 35, 33, 36, 92, 123, 125];

function isSpace(code: number): boolean {
  return code === SPACE || (code >= 9 && code <= 13) || code === 0xfeff;
}

function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Where the comment begins, -1: nowhere. Reports a double quote that is open at the end. */
function commentStart(text: string, problems: ScanProblem[]): number {
  let quote = -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === DOUBLE) quote = quote < 0 ? i : -1;
    else if ((code === HASH || code === BANG) && quote < 0) return i;
  }
  if (quote >= 0) problems.push(unclosed(quote, text));
  return -1;
}

function unclosed(start: number, text: string): ScanProblem {
  const message = `The quote that begins here (${text[start] ?? '"'}) is not closed on this line. Close it: keepalived drops the text.`;
  return { code: 'unclosed-quote', message, start, end: text.length };
}

/** Behind `@condition` and `~SEQ(...)`. */
function skipPrefix(text: string, from: number, end: number): number {
  let at = from;
  if (text[at] === '@') {
    while (at < end && !isSpace(text.charCodeAt(at))) at++;
    // "@ " matches no node: the line is never read.
    if (at === from + 1) return end;
    at = skipSpace(text, at, end);
  }
  // Several of them repeat the line for each of their combinations.
  while (text[at] === '~' && REPEAT.test(text.slice(at, end))) {
    const close = text.indexOf(')', at);
    if (close < 0 || close >= end) break;
    at = skipSpace(text, close + 1, end);
  }
  return at;
}

/** A definition or a line that continues one: a single word of unknown value. */
function definition(text: string, at: number, end: number): Pick<ScannedLine, 'words' | 'exit'> {
  const continues = end > 0 && text.charCodeAt(end - 1) === BACKSLASH;
  const words = at < end ? [{ start: at, end, text: text.slice(at, end), quoted: true, dynamic: true }] : [];
  return { words, exit: continues ? IN_DEFINITION : 0 };
}

function splitWords(text: string, from: number, end: number, problems: ScanProblem[]): Word[] {
  const words: Word[] = [];
  let at = from;
  let command = false;
  while ((at = skipSpace(text, at, end)) < end) {
    const code = text.charCodeAt(at);
    let word: Word;
    if (code === OPEN || code === CLOSE) {
      word = { start: at, end: at + 1, text: text[at]!, quoted: false, dynamic: false };
    } else if (command) word = commandWord(text, at, end, problems);
    else if (code === DOUBLE) word = quotedWord(text, at, end, problems);
    else word = plainWord(text, at, end);
    words.push(word);
    at = word.end;
    command = words.length === 1 ? COMMAND.test(word.text) : command && code !== OPEN && code !== CLOSE;
  }
  return words;
}

function quotedWord(text: string, start: number, end: number, problems: ScanProblem[]): Word {
  const close = text.indexOf('"', start + 1);
  const closed = close >= 0 && close < end;
  if (!closed && problems.length === 0) problems.push(unclosed(start, text));
  const value = text.slice(start + 1, closed ? close : end);
  return { start, end: closed ? close + 1 : end, text: value, quoted: true, dynamic: isDynamic(value) };
}

function plainWord(text: string, start: number, end: number): Word {
  let at = start;
  let escaped = false;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH && (text.charCodeAt(at + 1) === HASH || text.charCodeAt(at + 1) === BANG)) {
      escaped = true;
      at++;
    } else if (code === DOLLAR && text.charCodeAt(at + 1) === OPEN) {
      const close = text.indexOf('}', at);
      if (close > 0 && close < end) at = close;
    } else if (isSpace(code) || code === DOUBLE || code === OPEN || code === CLOSE) break;
  }
  if (at > end) at = end;
  const raw = text.slice(start, at);
  return {
    start,
    end: at,
    text: escaped ? raw.replace(/\\([#!])/g, '$1') : raw,
    quoted: escaped,
    dynamic: isDynamic(raw),
  };
}

/** A word of a command line: quotes of either kind join, a backslash takes the next character as it is. */
function commandWord(text: string, start: number, end: number, problems: ScanProblem[]): Word {
  let value = '';
  let quote = 0;
  let quotedAt = start;
  let quoted = false;
  let at = start;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH && at + 1 < end) {
      value += text[++at]!;
      quoted = true;
    } else if (code === quote) quote = 0;
    else if (quote === 0 && (code === DOUBLE || code === SINGLE)) {
      quote = code;
      quotedAt = at;
      quoted = true;
    } else if (quote === 0 && isSpace(code)) break;
    else if (quote === 0 && code === DOLLAR && text.charCodeAt(at + 1) === OPEN && text.indexOf('}', at) > 0) {
      const close = text.indexOf('}', at);
      value += text.slice(at, close + 1);
      at = close;
    } else if (quote === 0 && (code === OPEN || code === CLOSE)) break;
    else value += text[at]!;
  }
  if (quote !== 0 && problems.length === 0) problems.push(unclosed(quotedAt, text));
  return { start, end: Math.min(at, end), text: value, quoted, dynamic: isDynamic(value) };
}

/** It refers to a parameter; one that is not defined stays as written, but where it is defined is not known here. */
function isDynamic(value: string): boolean {
  const at = value.indexOf('$');
  return at >= 0 && /\$(?:[A-Za-z_]|\{[A-Za-z_])/.test(value);
}
