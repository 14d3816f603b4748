import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepalived } from '../../server/src/languages/keepalived';
import { annotated } from '../support/annotated';
import { diagnosed } from '../support/diagnosing';
import { type Program, programs } from '../support/keepalivedProgram';

interface Case {
  readonly name: string;
  readonly text: string;
  /** Whether we call something in it an error. */
  readonly refused: boolean;
}

const folder = join(__dirname, '..', 'languages', 'keepalived', 'fixtures');
const fixtures = readdirSync(folder).map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') }));

/** Our verdict under the version of the program that is asked. */
function casesFor(program: Program): Case[] {
  const errors = (text: string): boolean =>
    diagnosed(keepalived, text, program.version).some((found) => found.severity === 'error');
  const files = fixtures.map((one) => ({
    ...one,
    refused: annotated(one.text).some((mark) => mark.severity === 'error'),
  }));
  const examples = keepalived.rules.flatMap((rule) => [
    { name: `${rule.id}: good`, text: rule.good, refused: false },
    // What we only warn of the program may accept: its verdict says nothing.
    ...(errors(rule.bad) ? [{ name: `${rule.id}: bad`, text: rule.bad, refused: true }] : []),
  ]);
  return [...files, ...examples];
}

const asked = programs();

test('a real keepalived can be asked', () => {
  expect(asked.map((program) => program.name)).not.toEqual([]);
});

describe.each(asked.map((program) => [`${program.name} (${program.version})`, program] as const))(
  '%s',
  (_name, program) => {
    const cases = casesFor(program);
    const verdicts = program.judge(cases.map((one) => one.text));

    test.each(cases.map((one, index) => [one.name, one, index] as const))('%s', (_case, one, index) => {
      const { accepted, messages } = verdicts[index]!;
      expect({ refused: !accepted, messages: one.refused ? [] : messages }).toEqual({
        refused: one.refused,
        messages: [],
      });
    });

    test('every line it names in the faulty files is one we report', () => {
      for (const [index, one] of cases.entries()) {
        if (!one.name.startsWith('faults')) continue;
        const found = diagnosed(keepalived, one.text, program.version);
        const covered = (line: number): boolean =>
          found.some(({ range }) => range.start.line + 1 <= line && line <= range.end.line + 1);
        const own = verdicts[index]!.messages.filter((message) => !CONSEQUENCE.test(message));
        expect(own.filter((message) => !lineOf(message).every(covered))).toEqual([]);
      }
    });
  },
);

/** What it says of the lines behind a missing or misplaced brace. */
const CONSEQUENCE = /Unknown keyword|Unexpected '\{'|Extra '\}'|Missing '\{'/;

function lineOf(message: string): number[] {
  return [...message.matchAll(/Line (\d+)\)/g)].map((found) => Number(found[1]));
}
