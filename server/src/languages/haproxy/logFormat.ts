import { nearest } from '../../core/spelling';
import { type Expression, type ExpressionProblem, readExpression } from './expressions';

/** Variables of log formats (manual, chapter 8.2.6). */
export const LOG_ALIASES: ReadonlySet<string> = new Set(
  (
    'o ac b bc bi bp bq B CC CS ci cp f fc fi fp ft hr hrl hs hsl HM HP HPO HQ HU HV H ID lc ms pid r rc rt s sc si sp sq sslc sslv ' +
    't tr trg trl ts tsc T Ta Tc Td Th Ti Tl Tq Tr TR Ts Tt Tu Tw U ST OG'
  ).split(' '),
);

export interface LogFormat {
  readonly problems: readonly ExpressionProblem[];
  /** The expressions in it, with the column where each begins. */
  readonly expressions: readonly { readonly at: number; readonly expression: Expression }[];
}

const EMPTY: LogFormat = { problems: [], expressions: [] };

/** Reads a log-format string: `%ci`, `%{+Q}[src,lower]`, `%%`, `%(name)ci` (manual, chapter 8.2.6). */
export function readLogFormat(text: string, version: string): LogFormat {
  return text.includes('%') ? new Reader(text, version).read() : EMPTY;
}

class Reader {
  private readonly problems: ExpressionProblem[] = [];
  private readonly expressions: { at: number; expression: Expression }[] = [];
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly version: string,
  ) {}

  read(): LogFormat {
    for (;;) {
      const percent = this.text.indexOf('%', this.at);
      if (percent < 0 || this.problems.length > 0) break;
      this.at = percent + 1;
      this.item(percent);
    }
    return { problems: this.problems, expressions: this.expressions };
  }

  /** What stands behind a percent sign. */
  private item(percent: number): void {
    const { text } = this;
    if (text[this.at] === '%') {
      this.at++;
      return;
    }
    if (text[this.at] === '(') this.skipTo(')', percent);
    if (text[this.at] === '{') this.skipTo('}', percent);
    if (this.problems.length > 0) return;
    if (text[this.at] === '[') {
      this.expression(percent);
      return;
    }
    const name = /^[A-Za-z]+/.exec(text.slice(this.at, this.at + 20))?.[0];
    if (name === undefined) {
      const what = this.at >= text.length ? 'nothing follows' : `"${text[this.at]!}" follows`;
      this.problem(
        percent,
        Math.min(this.at + 1, text.length),
        `"%" begins a variable or an expression, but ${what}. Write "%%" for the sign itself.`,
      );
      return;
    }
    this.at += name.length;
    if (LOG_ALIASES.has(name)) return;
    const guess = nearest(name, LOG_ALIASES);
    this.problem(
      percent,
      this.at,
      `There is no log variable "%${name}".${guess ? ` Did you mean "%${guess}"?` : ''} Write "%%" for the sign itself.`,
    );
  }

  private skipTo(close: string, percent: number): void {
    const end = this.text.indexOf(close, this.at);
    if (end < 0) this.problem(percent, this.text.length, `"${close}" is missing behind "%${this.text[this.at]!}".`);
    else this.at = end + 1;
  }

  private expression(percent: number): void {
    let start = this.at + 1;
    while (this.text[start] === ' ') start++;
    const expression = readExpression(this.text.slice(start), this.version);
    this.expressions.push({ at: start, expression });
    for (const problem of expression.problems) {
      this.problems.push({ ...problem, start: problem.start + start, end: problem.end + start });
    }
    if (this.problems.length > 0) return;
    let end = start + expression.end;
    while (this.text[end] === ' ') end++;
    if (this.text[end] === ']') this.at = end + 1;
    else this.problem(percent, this.text.length, `"]" is missing behind the expression that begins here.`);
  }

  private problem(start: number, end: number, message: string): void {
    this.problems.push({ start, end, message });
  }
}
