import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { haproxy } from '../../server/src/languages/haproxy';
import { exampleFiles } from '../support/exampleFiles';
import { diagnosed } from '../support/diagnosing';
import { type Program, programs } from '../support/haproxyProgram';

interface Case {
  readonly name: string;
  readonly text: string;
  /** Whether we call something in it an error, in the version of the program that is asked. */
  readonly refused: boolean;
}

const folder = join(__dirname, '..', 'languages', 'haproxy', 'fixtures');
const fixtures = readdirSync(folder).map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') }));

function casesFor(program: Program): Case[] {
  const refused = (text: string): boolean =>
    diagnosed(haproxy, text, program.version).some((found) => found.severity === 'error');
  const examples = haproxy.rules.flatMap((rule) => [
    { name: `${rule.id}: good`, text: rule.good },
    { name: `${rule.id}: bad`, text: rule.bad },
  ]);
  return [...fixtures, ...examples].map(({ name, text }) => {
    const only = exampleFiles(text, 'haproxy.cfg').get('haproxy.cfg')!;
    return { name, text: only, refused: refused(only) };
  });
}

/** Examples that name a file of the machine: where it is absent, the program may say that, and nothing else. */
const FILES: Readonly<Record<string, RegExp>> = {
  'missing-spoe-engine: good': /guard\.conf|'spoe'$/,
  'expired-certificate: bad': /certs\/www\.pem/,
  'expired-certificate: good': /certs\/www\.pem/,
  'missing-certificate: bad': /certs\/www\.pem/,
  'missing-certificate: good': /certs\/www\.pem/,
  'certificate-store: good': /\/etc\/ssl\/[ab]\.pem/,
  'unverifiable-server: good': /unable to load @system-ca/,
};
/** What a program says that does not know such sections yet. */
const OLDER = /unknown keyword 'crt-store'/;
const SUM = /Error\(s\) found in configuration file|Fatal errors found in configuration/;

const asked = programs().filter(({ version }) => haproxy.versions.includes(version));

test('a real HAProxy can be asked', () => {
  expect(asked.map((program) => program.name)).not.toEqual([]);
});

describe.each(asked.map((program) => [`${program.name} (${program.version})`, program] as const))(
  '%s',
  (_name, program) => {
    const cases = casesFor(program);
    const verdicts = program.judge(cases.map((one) => one.text));

    test.each(cases.map((one, index) => [one.name, one, index] as const))('%s', (_case, one, index) => {
      const { accepted, messages } = verdicts[index]!;
      const file = FILES[one.name];
      if (file && !accepted && !messages.some((message) => OLDER.test(message))) {
        expect(messages.filter((message) => !SUM.test(message) && !file.test(message))).toEqual([]);
        expect(one.refused).toBe(false);
        return;
      }
      expect({ refused: !accepted, messages: accepted === one.refused ? messages : [] }).toEqual({
        refused: one.refused,
        messages: [],
      });
    });

    test('every line it names in the faulty files is one we report', () => {
      for (const [index, one] of cases.entries()) {
        // Of what a proxy takes over the program names the proxy, and we the line in the defaults.
        if (!one.name.startsWith('faults') || one.name === 'faults-taken-over.cfg') continue;
        const errors = diagnosed(haproxy, one.text, program.version).filter((found) => found.severity === 'error');
        const lines = errors.map((found) => found.range.start.line + 1);
        expect(verdicts[index]!.lines.filter((line) => !lines.includes(line))).toEqual([]);
      }
    });
  },
);
