import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { haproxy } from '../../server/src/languages/haproxy';
import { diagnosed } from './diagnosing';
import { corpus } from './mutants/bases';

// Figures over configurations that others wrote, with the verdicts of the program on them and on single faults in them.

interface Message {
  readonly line: number | null;
  readonly message: string;
}

interface Verdict {
  readonly file: string;
  readonly version: string;
  readonly verdict: string;
  readonly alerts: readonly Message[];
  readonly warnings: readonly Message[];
}

interface Mutant {
  readonly file: string;
  readonly kind: string;
  readonly line: number;
  readonly new: string;
  readonly expect: string;
  readonly lines: readonly number[];
}

type Found = ReturnType<typeof diagnosed>;

const read = (name: string): string => readFileSync(join(corpus, name), 'utf8');

const rows = <T>(name: string): T[] =>
  read(name)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const covers = (found: Found, line: number, ...severities: readonly string[]): boolean =>
  found.some(
    ({ range, severity }) => severities.includes(severity) && range.start.line < line && line <= range.end.line + 1,
  );

export interface Share {
  readonly found: number;
  readonly of: number;
  readonly missed: readonly string[];
}

export interface FileFigures {
  readonly accepted: number;
  /** Accepted files with an error of ours. */
  readonly wrong: readonly string[];
  /** Accepted files with a warning of ours on a line of which the program says nothing. */
  readonly ownWarnings: readonly string[];
  /** Lines named in rejected files. */
  readonly alerts: Share;
  /** Lines that the program warns of in accepted files: what it says of the text, not of the machine. */
  readonly warnings: Share;
}

/** Warnings that depend on where the program runs, not on the text. */
const OF_THE_MACHINE =
  /could not resolve|can't connect socket|DH parameter|not supported by this SSL|no peer named|threads? (running )?(on|to) a total|Lua|hlua|will likely fail/;

/** Warnings without a line name the proxy they are about: the line is that of its header. */
function lineOf({ line, message }: Message, text: string): number | undefined {
  if (line !== null) return line;
  const name = /(?:proxy|frontend|backend|listen|Proxy) '([^']+)'/.exec(message)?.[1];
  const at = text
    .split('\n')
    .findIndex((one) => /^\s*(frontend|backend|listen)\s/.test(one) && one.trim().split(/\s+/)[1] === name);
  return at < 0 ? undefined : at + 1;
}

export function fileFigures(): FileFigures {
  const [wrong, ownWarnings]: [string[], string[]] = [[], []];
  const alerts = { found: 0, of: 0, missed: [] as string[] };
  const warnings = { found: 0, of: 0, missed: [] as string[] };
  let accepted = 0;
  for (const row of rows<Verdict>('verdicts-haproxy.jsonl')) {
    const text = read(row.file);
    const found = diagnosed(haproxy, text, row.version);
    const name = `${row.version} ${row.file}`;
    if (row.verdict === 'rejected') {
      for (const { line, message } of row.alerts) {
        if (line === null) continue;
        alerts.of++;
        if (covers(found, line, 'error')) alerts.found++;
        else alerts.missed.push(`${name}:${line}: ${message}`);
      }
    } else if (row.verdict === 'accepted') {
      accepted++;
      if (found.some((one) => one.severity === 'error')) wrong.push(name);
      const given = new Set<number>();
      for (const warning of row.warnings) {
        const line = OF_THE_MACHINE.test(warning.message) ? undefined : lineOf(warning, text);
        if (line === undefined) continue;
        given.add(line);
        warnings.of++;
        if (covers(found, line, 'error', 'warning')) warnings.found++;
        else warnings.missed.push(`${name}:${line}: ${warning.message}`);
      }
      for (const one of found) {
        const line = (one.head ?? one.range).start.line + 1;
        if (one.severity === 'warning' && !given.has(line)) ownWarnings.push(`${name}:${line}: ${one.rule}`);
      }
    }
  }
  return { accepted, wrong, ownWarnings, alerts, warnings };
}

export interface MutantFigures extends Share {
  /** Errors of ours on harmless changes. */
  readonly wrong: readonly string[];
}

export function mutantFigures(): MutantFigures {
  const [missed, wrong]: [string[], string[]] = [[], []];
  let faults = 0;
  for (const mutant of rows<Mutant>('mutants-haproxy.jsonl')) {
    if (mutant.expect === 'accept-sloppy') continue;
    const lines = read(mutant.file).split('\n');
    lines.splice(mutant.line - 1, 1, ...mutant.new.split('\n'));
    const found = diagnosed(haproxy, lines.join('\n'), '3.2');
    const name = `${mutant.kind} in ${mutant.file}:${mutant.line}: ${mutant.new.trim()}`;
    if (mutant.expect === 'reject') {
      faults++;
      if (![mutant.line, ...mutant.lines].some((line) => covers(found, line, 'error'))) missed.push(name);
    } else if (covers(found, mutant.line, 'error')) wrong.push(name);
  }
  return { found: faults - missed.length, of: faults, missed, wrong };
}
