/** Puts what a program says of a line together with what the language server says of it. Pure, over plain shapes. */

/** What a program said of a line. */
export interface Finding {
  /** From 0. */
  readonly line: number;
  /** Text of the line when it was judged: the finding holds for as long as the line reads so. */
  readonly text: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** `HAProxy` */
  readonly program: string;
  /** `HAProxy 3.0.11` */
  readonly who: string;
  /** `mylb1` */
  readonly where: string;
  readonly message: string;
}

/** One change of a document: the lines `first` to `last` became `lines` lines. */
export interface LineChange {
  readonly first: number;
  readonly last: number;
  readonly lines: number;
}

/** Where the findings are after an edit; those whose line reads differently now are gone. */
export function moved(
  findings: readonly Finding[],
  changes: readonly LineChange[],
  textOf: (line: number) => string | undefined,
): Finding[] {
  return findings.flatMap((finding) => {
    let candidates = [finding.line];
    for (const { first, last, lines } of changes) {
      const shift = lines - (last - first + 1);
      // A line break before the text of a line moves it, one behind it does not.
      candidates = candidates.flatMap((line) =>
        line < first ? [line] : line > last ? [line + shift] : [...new Set([line, line + shift])],
      );
    }
    const line = candidates.find((candidate) => textOf(candidate) === finding.text);
    return line === undefined ? [] : [{ ...finding, line }];
  });
}

export interface Shown {
  readonly line: number;
  readonly message: string;
  readonly severity: Finding['severity'];
  readonly source: string;
}

const ranks = { error: 2, warning: 1, info: 0 } as const;

/** What all findings of one line say together. */
export function together(findings: readonly Finding[]): Shown[] {
  return [...new Set(findings.map(({ line }) => line))].map((line) => {
    const found = findings.filter((finding) => finding.line === line);
    return {
      line,
      message: words(found).join('\n'),
      severity: found.map(({ severity }) => severity).reduce((a, b) => (ranks[a] >= ranks[b] ? a : b)),
      source: [...new Set(found.map(({ program }) => program))].join(', '),
    };
  });
}

/** `HAProxy 3.0.11 on mylb1 and mylb2: unknown keyword ...`: what several say alike is said once. */
function words(findings: readonly Finding[]): string[] {
  const places = new Map<string, { said: Finding; where: Set<string> }>();
  for (const said of findings) {
    const key = `${said.who}: ${said.message}`;
    const known = places.get(key) ?? { said, where: new Set() };
    places.set(key, { said, where: known.where.add(said.where) });
  }
  return [...places.values()].map(({ said, where }) => `${said.who} on ${[...where].join(' and ')}: ${said.message}`);
}
