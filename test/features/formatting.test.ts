import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Language } from '../../server/src/core/language';
import { languages } from '../../server/src/engine';
import { format } from '../../server/src/features/formatting';
import { open, viewOf } from '../support/toy';
import { edited } from '../support/edits';
import { braceToy, headerToy } from '../support/toy';

const options = { tabSize: 2, insertSpaces: true };

function formatted(language: Language, text: string, version = '2.0'): string {
  return edited(text, format(viewOf(open(language, text, undefined, version)), options));
}

describe('formatting', () => {
  test('sections without braces', () => {
    expect(
      formatted(
        headerToy,
        ' pool   a\nhost h   check\n\n\n      wait  open 5   # so long\n# between\n   # indented\ndoor d',
      ),
    ).toBe('pool a\n  host h check\n\n\n  wait open 5 # so long\n# between\n  # indented\ndoor d\n');
  });

  test('blocks in braces', () => {
    expect(formatted(braceToy, 'pool a{\nlimits\n{\n# why\nmost 5\n}\n    }\n# end\n')).toBe(
      'pool a {\n  limits\n  {\n    # why\n    most 5\n  }\n}\n# end\n',
    );
  });

  test('several statements on a line stay there', () => {
    expect(formatted(braceToy, 'pool a { limits { most 5 } }\n')).toBe('pool a { limits { most 5 } }\n');
  });

  test('quotes keep their blanks, and a line with a fault is left alone', () => {
    expect(formatted(headerToy, 'pool "a   b"\n host   "c\n')).toBe('pool "a   b"\n host   "c\n');
  });

  test('what is no word is kept', () => {
    const text = 'vrrp_instance a {\n@main   priority  100\n  @^main priority 90\n}\n';
    expect(formatted(languages[1]!, text, '2.3')).toBe(
      'vrrp_instance a {\n  @main priority 100\n  @^main priority 90\n}\n',
    );
  });

  test('tabs', () => {
    const view = viewOf(open(headerToy, 'pool a\n  host h\n'));
    expect(edited('pool a\n  host h\n', format(view, { tabSize: 4, insertSpaces: false }))).toBe('pool a\n\thost h\n');
  });

  test('of a range touches no other line', () => {
    const text = 'pool a\nhost h\nhost i\n host j\n';
    const range = { start: { line: 2, character: 1 }, end: { line: 2, character: 2 } };
    expect(edited(text, format(viewOf(open(headerToy, text)), options, range))).toBe(
      'pool a\nhost h\n  host i\n host j\n',
    );
  });

  const piece = fc.constantFrom(
    'pool',
    'vrrp_instance',
    'backend b',
    'global',
    'a',
    '"x  y"',
    "'z'",
    '"',
    '\\ ',
    '{',
    '}',
    '#',
    ' ! n',
    ' ',
    '   ',
    '\t',
    '\n',
    '\n',
    '$A=',
    '\\\n',
    '%[src]',
    '~',
    '@low x',
    '@low',
    '~SEQ(x, 1, 3)',
  );
  const text = fc.array(piece, { maxLength: 50 }).map((parts) => parts.join(' '));

  test.each([headerToy, braceToy, ...languages].map((language, i) => [`${language.label} ${i}`, language] as const))(
    'keeps every word of any text, and changes nothing the second time (%s)',
    (_name, language) => {
      const version = language.defaultVersion;
      const words = (content: string): unknown =>
        open(language, content, undefined, version).parsed.scanned.flatMap((line) =>
          line.words.map((word) => [word.text, word.quoted]),
        );
      fc.assert(
        fc.property(text, (content) => {
          const once = formatted(language, content, version);
          expect(words(once)).toEqual(words(content));
          expect(once.replace(/\s/g, '')).toBe(content.replace(/\s/g, ''));
          expect(formatted(language, once, version)).toBe(once);
        }),
        { numRuns: 500 },
      );
    },
  );
});
