import { cpus } from 'node:os';
import { haproxy } from '../../../server/src/languages/haproxy';
import { diagnosed } from '../diagnosing';
import type { Program } from '../haproxyProgram';
import { type Base, type Mutant, mutants } from './mutate';

/** What became of the mutants of one kind. */
export interface Tally {
  readonly kind: string;
  refused: number;
  found: number;
  /** Good ones, that is, accepted by the program, and those of them that we call wrong. */
  accepted: number;
  wrong: number;
}

export interface Outcome {
  readonly tallies: readonly Tally[];
  readonly missed: readonly string[];
  /** Errors of ours on what is harmless, or on a base. */
  readonly wrong: readonly string[];
  /** Faults that the program lets pass and we do not: to be looked at, not counted. */
  readonly sloppy: readonly string[];
}

/** What the machine lacks is not the text's fault. */
const ENVIRONMENT =
  /could not resolve|unable to (stat|load|open)|cannot (open|load)|cannot find (user|group)|failed to (open|load)|No such file|can't open|is not compiled|Error\(s\) found|Fatal errors found/;

/** Judges `count` single changes of each program's good configurations, and compares. */
export function compare(programs: readonly Program[], bases: readonly Base[], seed: number, count: number): Outcome {
  const tallies = new Map<string, Tally>();
  const [missed, wrong, sloppy]: [string[], string[], string[]] = [[], [], []];
  for (const program of programs) {
    const before = program.judge(bases.map((base) => base.text));
    const good = bases.filter((_, index) => before[index]!.accepted);
    for (const { name, text } of good)
      if (errors(text, program).length > 0) wrong.push(`${program.version} ${name}: an error in a good configuration`);
    const made = mutants(good, seed, count);
    const verdicts = program.judge(made.map((mutant) => mutant.text));
    made.forEach((mutant, index) => {
      const { accepted, messages, lines } = verdicts[index]!;
      const alerts = messages.filter((message) => message.startsWith('[ALERT]'));
      // A crash, and what only this machine lacks, say nothing.
      if (!accepted && alerts.every((message) => ENVIRONMENT.test(message))) return;
      const tally = tallies.get(mutant.kind) ?? { kind: mutant.kind, refused: 0, found: 0, accepted: 0, wrong: 0 };
      tallies.set(mutant.kind, tally);
      const found = errors(mutant.text, program);
      const hit = found.some((range) => range.from <= mutant.to && mutant.from <= range.to);
      // Of a missing name the program tells no line: ours is where it is used.
      const named =
        lines.length === 0
          ? found.length > 0
          : lines.some((line) => found.some((range) => range.from <= line && line <= range.to));
      const label = labelOf(program, mutant);
      if (accepted) {
        if (mutant.harmless) tally.accepted++;
        if (found.length === 0) return;
        if (mutant.harmless) tally.wrong++;
        (mutant.harmless ? wrong : sloppy).push(label);
      } else {
        tally.refused++;
        if (hit || named) tally.found++;
        else missed.push(`${label}   => ${alerts[0]!}`);
      }
    });
  }
  return { tallies: [...tallies.values()], missed, wrong, sloppy };
}

interface Lines {
  readonly from: number;
  readonly to: number;
}

function errors(text: string, { version }: Program): Lines[] {
  return diagnosed(haproxy, text, version, cpus().length)
    .filter((found) => found.severity === 'error')
    .map(({ range }) => ({ from: range.start.line + 1, to: range.end.line + 1 }));
}

function labelOf({ version }: Program, { kind, base, text, from, to }: Mutant): string {
  const lines = text.split('\n').slice(from - 1, to);
  return `${version} ${kind} in ${base}:${from}: ${lines.map((line) => line.trim()).join(' / ')}`;
}

/** Found of what the program refuses, over all kinds. */
export function share(tallies: readonly Tally[]): number {
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  return sum((tally) => tally.found) / sum((tally) => tally.refused);
}
