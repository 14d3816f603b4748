import { describe, expect, test } from 'vitest';
import { URI, Utils } from 'vscode-uri';
import { validitiesIn } from '../../server/src/certificates';
import { languageOfPath } from '../../server/src/detect';
import { Engine, languages } from '../../server/src/engine';
import type { FileSource } from '../../server/src/files';
import { defaultSettings } from '../../server/src/settings';
import { exampleFiles } from '../support/exampleFiles';
import { inMemory as filesInMemory } from '../support/inMemory';

const folder = URI.parse('file:///example');

/** The rules that a text raises in some version of its language; `# file: NAME` begins each of several files. */
function raised(language: (typeof languages)[number], text: string, version: string): string[] {
  const parts = exampleFiles(text, language.id === 'haproxy' ? 'haproxy.cfg' : 'keepalived.conf');
  const engine = new Engine({ files: inMemory(parts) });
  engine.configure(defaultSettings, [folder]);
  const uris = [...parts.keys()].map((name) => Utils.joinPath(folder, name).toString());
  const opened = uris.flatMap((uri, i) => {
    const [name, content] = [...parts][i]!;
    const id = languageOfPath(name);
    if (id) engine.open(uri, id, content, id === language.id ? version : undefined);
    return id ? [{ uri, id }] : [];
  });
  const keepalived = opened.filter(({ id }) => id === 'keepalived').map(({ uri }) => uri);
  if (keepalived.length > 1) engine.cluster(keepalived);
  return opened
    .filter(({ id }) => id === language.id)
    .flatMap(({ uri }) => engine.diagnose(uri).map((found) => found.rule));
}

function inMemory(parts: ReadonlyMap<string, string>): FileSource {
  const source = filesInMemory(Object.fromEntries([...parts].map(([name, text]) => [`/example/${name}`, text])));
  return { ...source, certificates: (uri) => validitiesIn(source.read(uri) ?? '') };
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
