import { describe, expect, test } from 'vitest';
import { read } from './sources';

// docs/courses.md: each section names its test file, and its table has step, command, step of the walkthrough and test.
const PAGE = 'docs/courses.md';
const sections = read(PAGE).split(/^## /m).slice(1);
const titles = new Set(
  (JSON.parse(read('package.json')) as { contributes: { commands: { title: string }[] } }).contributes.commands.map(
    ({ title }) => title,
  ),
);

/** Names of the tests in a file, as far as they belong to a part of the course. */
const testsIn = (file: string): string[] =>
  [...read(file).matchAll(/^ +it\((['"])(.+)\1,/gm)].map(([, , name]) => name!);

describe.each(sections.map((section) => [section.split('\n')[0]!, section] as const))('%s', (_title, section) => {
  const rows = [...section.matchAll(/^\| (.+?) \| (.+?) \| (.+?) \| (.+) \|$/gm)].slice(1);
  const file = /`(test\/lab\/\w+\.test\.ts)`\.$/m.exec(section)![1]!;
  const named = rows.map(([, , , , cell]) => {
    const [, name = '', other] = /^`([^`]+)`(?: \(`([^`]+)`\))?$/.exec(cell!) ?? [];
    return { name, file: other ?? file };
  });

  test('each step has a test that exists', () => {
    expect(rows.length).toBeGreaterThan(5);
    expect(named.filter((one) => !testsIn(one.file).includes(one.name))).toEqual([]);
  });

  test('each test of the course has its step', () => {
    expect(testsIn(file).filter((name) => !named.some((one) => one.name === name))).toEqual([]);
  });

  test('the commands have these titles', () => {
    const commands = rows.flatMap(([, , cell]) => [...cell!.matchAll(/\*\*(.+?)\*\*/g)].map(([, title]) => title!));
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter((title) => !titles.has(title))).toEqual([]);
  });
});
