import { describe, expect, test } from 'vitest';
import { root } from '../support/bundles';
import { projectFiles, read } from './sources';

const files = projectFiles();
const sources = files.filter((file) => /^(?:client|server|test|scripts)\/.*\.(?:ts|mts|mjs)$/.test(file));
const texts = files.filter((file) => !/\.(?:png|ico|svg|gif|vsix|tar)$|^package-lock\.json$/.test(file));

/** Files over 300 lines, each with the reason why it is not two. */
const LONG: Readonly<Record<string, string>> = {
  'test/vscode/suite/lab.test.ts': 'the life of one lab, each step on what the one before it left',
  'server/src/engine.ts': 'the facade: one method for each feature of the language server',
  'client/src/lab/dockerApi.ts': 'one method for each call that the lab makes of the Docker API, and nothing else',
};

describe('files', () => {
  test('are short, or say why not', () => {
    const long = sources.filter((file) => read(file).split('\n').length > 300 && LONG[file] === undefined);
    expect(long).toEqual([]);
  });

  test('hold neither the path of this working tree nor the address of a registry', () => {
    const tells = (text: string): boolean => text.includes(`${root}/`) || /"resolved": "https?:/.test(text);
    expect(texts.filter((file) => file !== 'test/tidy/files.test.ts' && tells(read(file)))).toEqual([]);
    expect(tells(read('package-lock.json'))).toBe(false);
  });

  test('are named in camelCase (sources) or kebab-case (scripts and generators)', () => {
    const badly = sources.filter((file) => {
      const name = file
        .split('/')
        .at(-1)!
        .replace(/(?:\.test|\.bench|\.d|\.config)?\.(?:ts|mts|mjs)$/, '');
      return !/^[a-z][a-zA-Z0-9]*$/.test(name) && !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name);
    });
    expect(badly).toEqual([]);
  });
});
