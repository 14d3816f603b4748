import { describe, expect, test } from 'vitest';
import { Engine, languages } from '../../server/src/engine';

/** The rules that a text raises in some version of its language; `# file: NAME` begins the file of each node. */
function raised(language: (typeof languages)[number], text: string, version: string): string[] {
  const engine = new Engine();
  const parts = text.split(/^# file: .*\n/m);
  const uris = parts.map((_part, i) => `file:///example${i}/${language.id}`);
  parts.forEach((part, i) => {
    engine.open(uris[i]!, language.id, part, version);
  });
  if (parts.length > 1) engine.cluster(uris.slice(1));
  return uris.flatMap((uri) => engine.diagnose(uri).map((found) => found.rule));
}

describe.each(languages.map((language) => [language.id, language] as const))(
  "examples of %s's rules",
  (_id, language) => {
    test.each(language.rules.map((rule) => [rule.id, rule] as const))('%s', (id, { good, bad, title, docs }) => {
      expect(raised(language, bad, language.defaultVersion)).toContain(id);
      expect(raised(language, good, language.defaultVersion)).not.toContain(id);
      expect(title).not.toBe('');
      expect(docs).not.toBe('');
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    });

    test('ids are used once', () => {
      const ids = language.rules.map((rule) => rule.id);
      expect(new Set(ids).size).toBe(ids.length);
    });
  },
);
