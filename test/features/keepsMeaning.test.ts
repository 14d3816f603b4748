import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import { Engine, languages } from '../../server/src/engine';
import { FIX_ALL } from '../../server/src/features/codeActions';
import { openDocument } from '../../server/src/documents';
import { corpusBases } from '../support/mutants/bases';
import { edited } from '../support/edits';

// What the editor changes by itself never changes what the program reads, and never makes a text worse.

const root = join(__dirname, '..', 'languages');

/** Fixtures, good and faulty, and where they are at hand some configurations that others wrote. */
function texts(id: 'haproxy' | 'keepalived'): string[] {
  const folder = join(root, id, 'fixtures');
  const own = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return id === 'haproxy' ? [...own, ...corpusBases(20).map(({ text }) => text)] : own;
}

describe.each(languages.map((language) => [language.id, language] as const))('%s', (id, language) => {
  const uri = `file:///kept.${id}`;
  const all = texts(id);
  const opened = (text: string): Engine => {
    const engine = new Engine();
    engine.open(uri, id, text, language.defaultVersion);
    return engine;
  };
  /** The words of each line that has some, as the program takes them, and the comments. */
  const read = (text: string): unknown[] =>
    openDocument(uri, language, text, language.defaultVersion).parsed.scanned.flatMap((line) => {
      const comment = line.comment < 0 ? '' : line.text.slice(line.comment).trimEnd();
      const words = line.words.map((word) => [word.text, word.quoted, word.dynamic]);
      return words.length > 0 || comment !== '' ? [[words, comment]] : [];
    });
  const formatted = (text: string): string =>
    edited(text, opened(text).format(uri, { tabSize: 4, insertSpaces: true }));
  const errors = (text: string): string[] =>
    opened(text)
      .diagnose(uri)
      .filter(({ severity }) => severity === 'error')
      .map(({ rule }) => rule);

  const good = all.filter((text) => text.length < 6000 && errors(text).length === 0);

  /** A line with something done to it that a person may do by accident. */
  const odd = fc.constantFrom<(line: string) => string>(
    (line) => line.replace(/^\s*/, '\t  \t'),
    (line) => line.replace(/(\S)[ \t]+(\S)/, '$1 \t   $2'),
    (line) => `${line}   `,
    (line) => `${line} # said "why"`,
    (line) => line.replace(/\S+$/, '"$&"'),
    (line) => line.replace(/\S+$/, "'$&'"),
    (line) => line.replace(/(\S) +(\S+)$/, '$1\\ $2'),
    (line) => line.replace(/\S+$/, '"$&'),
    (line) => `#${line}`,
    (line) => `${line}\r`,
    () => '',
  );

  test('formatting changes no word and no comment, and once is enough', () => {
    const changes = fc.array(fc.tuple(fc.nat(400), odd), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...all), changes, (base, done) => {
        const lines = base.split('\n');
        for (const [at, change] of done) lines[at % lines.length] = change(lines[at % lines.length]!);
        const text = lines.join('\n');
        const once = formatted(text);
        expect(read(once)).toEqual(read(text));
        expect(formatted(once)).toBe(once);
      }),
      { numRuns: 80, seed: 7 },
    );
  });

  test('what completion offers at any column is no unknown word', () => {
    const place = fc.tuple(fc.constantFrom(...good), fc.nat(300), fc.nat(80), fc.nat(1000));
    fc.assert(
      fc.property(place, ([text, at, column, choice]) => {
        const lines = text.split('\n');
        const line = at % lines.length;
        const position = { line, character: Math.min(column, lines[line]!.length) };
        // A line is completed where it ends: a word put before others makes arguments of them.
        if (!/^\S*\s*$/.test(lines[line]!.slice(position.character))) return;
        const engine = opened(text);
        const items = engine.complete(uri, { position, afterSpace: false, snippets: false });
        const item = items[choice % Math.max(1, items.length)];
        if (!item) return;
        engine.resolveCompletion(item);
        const after = edited(text, [editOf(item), ...(item.additionalTextEdits ?? [])]);
        const { start } = editOf(item).range;
        const wrong = opened(after)
          .diagnose(uri)
          .filter(
            ({ rule, severity }) =>
              severity === 'error' && /^(unknown-keyword|unknown-parameter|undefined-name)$/.test(rule),
          )
          .filter(({ range }) => range.start.line === line && range.start.character <= start.character)
          .filter(({ range }) => range.end.line > line || range.end.character > start.character);
        const before = engine.diagnose(uri).some(({ range }) => range.start.line <= line && line <= range.end.line);
        if (!before)
          expect(wrong.map(({ message }) => `${item.label}: ${message}\n${after.split('\n')[line]!}`)).toEqual([]);
      }),
      { numRuns: 80, seed: 7 },
    );
  });

  test('"fix all" leaves no more errors than there were', () => {
    for (const text of [...all, ...language.rules.flatMap(({ bad }) => (bad.includes('# file:') ? [] : [bad]))]) {
      const engine = opened(text);
      const range = { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } };
      const [action] = engine.codeActions(uri, { range, shown: [], only: [FIX_ALL], pages: false });
      if (!action) continue;
      const after = edited(text, action.edit?.changes?.[uri] ?? []);
      // A word that is right again may show what else is wrong with its line.
      expect(errors(after).length).toBeLessThanOrEqual(errors(text).length);
      expect(after).not.toBe(text);
    }
  });
});

const editOf = ({ textEdit }: CompletionItem): TextEdit => textEdit as TextEdit;
