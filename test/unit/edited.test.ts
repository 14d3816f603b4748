import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isClusterRule, isSiteRule, type Language } from '../../server/src/core/language';
import { Engine, languages } from '../../server/src/engine';

/** The lines of the examples of all rules: between them every rule has something to find. */
function linesOf(language: Language): string[] {
  return language.rules.flatMap((rule) => (isClusterRule(rule) || isSiteRule(rule) ? [] : rule.bad.split('\n')));
}

/** In an order of its own: what stands in one place may come in any. */
function said(engine: Engine, uri: string): string[] {
  return engine
    .diagnose(uri)
    .map((found) => JSON.stringify(found))
    .sort();
}

describe.each(languages.map((language) => [language.id, language] as const))('%s', (id, language) => {
  const lines = linesOf(language);
  const some = fc.array(fc.nat(lines.length - 1), { minLength: 1, maxLength: 6 });
  // Mostly stretches of lines as they follow each other, so that sections with a body come about.
  const stretch = fc
    .tuple(fc.nat(lines.length - 1), fc.nat(8))
    .map(([from, count]) => Array.from({ length: count + 1 }, (_, i) => (from + i) % lines.length));
  const piece = fc.oneof(stretch, some).map((numbers) => numbers.map((number) => `${lines[number]!}\n`).join(''));
  const edit = fc.record({ at: fc.nat(1000), removed: fc.nat(3), text: piece });

  test('what is said of an edited text is what is said of the same text opened anew', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.array(edit, { maxLength: 6 }), (pieces, edits) => {
        const uri = 'file:///haproxy.cfg';
        const edited = new Engine();
        let text = pieces.join('');
        edited.open(uri, id, text);
        edited.diagnose(uri);
        edits.forEach((one, revision) => {
          const all = text.split('\n');
          const line = one.at % all.length;
          const range = { start: { line, character: 0 }, end: { line: line + one.removed, character: 0 } };
          edited.change(uri, [{ range, text: one.text }], revision + 1);
          text = [...all.slice(0, line), one.text + all.slice(line + one.removed).join('\n')].join('\n');
          const fresh = new Engine();
          fresh.open(uri, id, text);
          expect(said(edited, uri)).toEqual(said(fresh, uri));
        });
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
