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

/** Warnings without a line name the proxy they are about: any line of its section is right. */
function linesOf({ line, message }: Message, text: string): readonly [number, number] | undefined {
  if (line !== null) return [line, line];
  const name = /(?:proxy|frontend|backend|listen|Proxy) '([^']+)'/.exec(message)?.[1];
  const lines = text.split('\n');
  const at = lines.findIndex(
    (one) => /^\s*(frontend|backend|listen)\s/.test(one) && one.trim().split(/\s+/)[1] === name,
  );
  const next = lines.findIndex((one, i) => i > at && /^\s*(frontend|backend|listen|defaults|global)\b/.test(one));
  return at < 0 ? undefined : [at + 1, next < 0 ? lines.length : next];
}

/** Of the machine on which the verdicts were given. */
const PROCESSORS = 2;

export function fileFigures(): FileFigures {
  const [wrong, ownWarnings]: [string[], string[]] = [[], []];
  const alerts = { found: 0, of: 0, missed: [] as string[] };
  const warnings = { found: 0, of: 0, missed: [] as string[] };
  let accepted = 0;
  for (const row of rows<Verdict>('verdicts-haproxy.jsonl')) {
    const text = read(row.file);
    const found = diagnosed(haproxy, text, row.version, PROCESSORS);
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
      const places: (readonly [number, number])[] = [];
      const warned = found
        .filter(({ severity }) => severity === 'warning')
        .map(({ range, head, rule }) => ({ line: (head ?? range).start.line + 1, rule }));
      for (const warning of row.warnings) {
        const place = OF_THE_MACHINE.test(warning.message) ? undefined : linesOf(warning, text);
        if (!place) continue;
        places.push(place);
        warnings.of++;
        if (warned.some(({ line }) => place[0] <= line && line <= place[1])) warnings.found++;
        else warnings.missed.push(`${name}:${place[0]}: ${warning.message}`);
      }
      for (const { line, rule } of warned)
        if (!places.some(([from, to]) => from <= line && line <= to)) ownWarnings.push(`${name}:${line}: ${rule}`);
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
    const found = diagnosed(haproxy, lines.join('\n'), '3.2', PROCESSORS);
    const name = `${mutant.kind} in ${mutant.file}:${mutant.line}: ${mutant.new.trim()}`;
    if (mutant.expect === 'reject') {
      faults++;
      if (![mutant.line, ...mutant.lines].some((line) => covers(found, line, 'error'))) missed.push(name);
    } else if (covers(found, mutant.line, 'error')) wrong.push(name);
  }
  return { found: faults - missed.length, of: faults, missed, wrong };
}
