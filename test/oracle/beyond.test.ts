// What the programs accept and haconf finds (docs/beyond-the-programs.md): that they do accept it. That it breaks, beyondRuns.test.ts sees.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { languages } from '../../server/src/engine';
import { exampleFiles } from '../support/exampleFiles';
import { programs as haproxyPrograms } from '../support/haproxyProgram';
import { programs as keepalivedPrograms } from '../support/keepalivedProgram';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'beyond-the-programs.md'), 'utf8');
const rows = [...page.matchAll(/^\|.*\[([a-z-]+)\]\(rules\/[a-z-]+\.md\) \|$/gm)].map((row) => row[1]!);
const rules = languages.flatMap((language) => language.rules);

describe('every row of the tables is accepted by', () => {
  test('the tables are read', () => {
    const headings = 2;
    expect(rows.length).toBe(page.split('\n').filter((line) => line.startsWith('| ')).length - headings);
  });

  const files = rows.flatMap((id) => {
    const rule = rules.find((one) => one.id === id)!;
    return [...exampleFiles(rule.bad, 'keepalived.conf')].map(([name, text]) => ({ id, name, text }));
  });
  const asked = [
    ...haproxyPrograms().map((program) => ({ program, ending: '.cfg' })),
    ...keepalivedPrograms().map((program) => ({ program, ending: '.conf' })),
  ];

  test.each(asked.map((one) => [`${one.program.name}, *${one.ending}, ${one.program.version}`, one] as const))(
    '%s',
    (_name, { program, ending }) => {
      const own = files.filter(({ name }) => name.endsWith(ending));
      const verdicts = program.judge(own.map(({ text }) => text));
      const refused = own.filter((_one, i) => !verdicts[i]!.accepted);
      expect(refused.map(({ id, name }) => `${id}: ${name}`)).toEqual([]);
    },
  );
});
