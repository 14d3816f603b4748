import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { haproxy } from '../../server/src/languages/haproxy';
import { diagnosed } from '../support/diagnosing';

// Configurations that others wrote, with the verdicts of the program on them and on single faults in them.
const corpus = process.env['HACONF_CORPUS'] ?? join(__dirname, '..', '..', '..', 'shared', 'corpus');

interface Verdict {
  readonly file: string;
  readonly version: string;
  readonly verdict: string;
  readonly alerts: readonly { readonly line: number | null }[];
  readonly warnings: readonly { readonly line: number | null }[];
}

interface Mutant {
  readonly file: string;
  readonly kind: string;
  readonly line: number;
  readonly new: string;
  readonly expect: string;
  readonly lines: readonly number[];
}

const rows = <T>(name: string): T[] =>
  read(name)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
const read = (name: string): string => readFileSync(join(corpus, name), 'utf8');

describe.skipIf(!existsSync(corpus))('configurations of others', () => {
  test('no error, and next to no warning of our own, on what the program accepts', () => {
    const accepted = rows<Verdict>('verdicts-haproxy.jsonl').filter((row) => row.verdict === 'accepted');
    const wrong: string[] = [];
    let warned = 0;
    for (const { file, version, warnings } of accepted) {
      const found = diagnosed(haproxy, read(file), version);
      if (found.some((one) => one.severity === 'error')) wrong.push(`${file} ${version}`);
      const own = new Set(warnings.map((warning) => warning.line));
      if (found.some((one) => one.severity === 'warning' && !own.has(one.range.start.line + 1))) warned++;
    }
    expect(wrong).toEqual([]);
    expect(warned / accepted.length).toBeLessThanOrEqual(0.01);
  });

  test('nearly all lines that the program names are found', () => {
    let named = 0;
    let covered = 0;
    for (const { file, version, verdict, alerts } of rows<Verdict>('verdicts-haproxy.jsonl')) {
      if (verdict !== 'rejected') continue;
      const found = diagnosed(haproxy, read(file), version).filter((one) => one.severity === 'error');
      for (const { line } of alerts) {
        if (line === null) continue;
        named++;
        if (found.some(({ range }) => range.start.line + 1 <= line && line <= range.end.line + 1)) covered++;
      }
    }
    expect(covered / named).toBeGreaterThanOrEqual(0.95);
  });

  test('single faults are found where they are', () => {
    const missed: string[] = [];
    const wrong: string[] = [];
    const mutants = rows<Mutant>('mutants-haproxy.jsonl').filter((mutant) => mutant.expect !== 'accept-sloppy');
    for (const mutant of mutants) {
      const lines = read(mutant.file).split('\n');
      lines.splice(mutant.line - 1, 1, ...mutant.new.split('\n'));
      const errors = diagnosed(haproxy, lines.join('\n'), '3.2').filter((found) => found.severity === 'error');
      const hit = (line: number): boolean =>
        errors.some(({ range }) => range.start.line + 1 <= line && line <= range.end.line + 1);
      const name = `${mutant.kind} in ${mutant.file}:${mutant.line}`;
      if (mutant.expect === 'reject' && ![mutant.line, ...mutant.lines].some(hit)) missed.push(name);
      if (mutant.expect === 'accept' && hit(mutant.line)) wrong.push(name);
    }
    expect(wrong).toEqual([]);
    const faults = mutants.filter((mutant) => mutant.expect === 'reject').length;
    expect(missed.length / faults).toBeLessThanOrEqual(0.02);
  });
});
