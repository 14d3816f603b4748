/** A problem expected on a line, or found there. */
export interface Expected {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly severity: string;
  readonly rule: string;
}

const MARK = /^(\s*)#(\s*)(\^+)\s+(error|warning|info|hint)\[([\w-]+)\]/;

/**
 * Reads an annotated configuration: a comment of carets below a line says what is found there, as in
 * `#      ^^^^ error[invalid-value]`. Such a text is a valid input of the program, too.
 * Carets right behind a `#` in the first column begin in that column.
 * A finding of several lines is marked on its first.
 */
export function annotated(text: string): Expected[] {
  const out: Expected[] = [];
  let line = 0;
  text.split('\n').forEach((content, number) => {
    const found = MARK.exec(content);
    if (!found) {
      line = number;
      return;
    }
    const at = found[1]!.length + 1 + found[2]!.length;
    out.push({ line, start: at === 1 ? 0 : at, end: at + found[3]!.length, severity: found[4]!, rule: found[5]! });
  });
  return out;
}
