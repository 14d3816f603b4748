import { describe, expect, test } from 'vitest';
import { claims } from '../../server/src/detect';
import { languages } from '../../server/src/engine';
import { defaultSettings, ruleLevels } from '../../server/src/settings';
import { projectFiles, read } from './sources';

interface Property {
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Property>>;
}

const { contributes } = JSON.parse(read('package.json')) as {
  contributes: {
    configuration: readonly { readonly properties: Readonly<Record<string, Property>> }[];
    languages: readonly {
      id: string;
      filenames: string[];
      filenamePatterns: string[];
      extensions: string[];
      firstLine: string;
    }[];
  };
};
const properties = Object.assign({}, ...contributes.configuration.map((section) => section.properties)) as Record<
  string,
  Property
>;

/** What only the client asks: where the program is that checks a file. */
const clientOnly = /\.(?:path|checkImage)$/;

describe.each(languages.map((language) => [language.id, language] as const))('settings of %s', (id, language) => {
  test('are those that the server knows, with its defaults', () => {
    const own = Object.keys(properties).filter((name) => name.startsWith(`${id}.`) && !clientOnly.test(name));
    expect(own.sort()).toEqual(
      Object.keys(defaultSettings[id])
        .map((name) => `${id}.${name}`)
        .sort(),
    );
    for (const [name, value] of Object.entries(defaultSettings[id]))
      expect(properties[`${id}.${name}`]!.default).toEqual(value);
  });

  test('offer every version and every rule', () => {
    expect([...properties[`${id}.version`]!.enum!].sort()).toEqual(['auto', ...language.versions].sort());
    const rules = properties[`${id}.rules`]!.properties!;
    expect(Object.keys(rules).sort()).toEqual(language.rules.map((rule) => rule.id).sort());
    for (const rule of Object.values(rules)) expect(rule.enum).toEqual(ruleLevels);
  });

  test('have a page for each rule', () => {
    const files = new Set(projectFiles());
    expect(language.rules.filter((rule) => !files.has(`docs/rules/${rule.id}.md`)).map((rule) => rule.id)).toEqual([]);
  });
});

test('the editor claims the files that the server does', () => {
  const claimed = contributes.languages.map(({ id, filenames, filenamePatterns, extensions, firstLine }) => ({
    language: id,
    filenames,
    patterns: filenamePatterns,
    extensions,
    firstLine,
  }));
  expect(claimed).toEqual(claims);
});
