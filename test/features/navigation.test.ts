import { describe, expect, test } from 'vitest';
import { hover } from '../../server/src/features/hover';
import { definition, documentHighlight, references } from '../../server/src/features/navigation';
import { prepareRename, rename, RenameRefused } from '../../server/src/features/rename';
import { selectionRange } from '../../server/src/features/selection';
import { editedFile } from '../support/edits';
import { marked, withMarks } from '../support/marked';
import { braceToy, headerToy, open, toyView, viewOf } from '../support/toy';

const content = 'pool a\n  host h\ndoor d\n  leads-to ‸a\ndoor e\n  leads-to a';

describe('names', () => {
  const { text, position } = marked(content);
  const view = toyView(headerToy, text);
  const marks = (ranges: readonly { range: { start: { line: number; character: number } } }[]): string =>
    withMarks(
      text,
      ranges.map(({ range }) => range.start),
    );

  test('definition', () => {
    expect(marks(definition(view, position))).toBe(text.replace('pool a', 'pool ‸a'));
  });

  test('references, with and without the definition', () => {
    expect(marks(references(view, position, true))).toBe(text.replace('pool a', 'pool ‸a').replaceAll('to a', 'to ‸a'));
    expect(marks(references(view, position, false))).toBe(text.replaceAll('to a', 'to ‸a'));
  });

  test('highlights tell definition from use', () => {
    expect(documentHighlight(view, position).map((one) => one.kind)).toEqual([3, 2, 2]);
  });

  test('names of a section stay in it', () => {
    const doors = marked('door c\n  gate x 1\n  only-if x\ndoor d\n  gate ‸x 1\n  only-if x');
    const found = references(toyView(headerToy, doors.text), doors.position, true);
    expect(found.map(({ range }) => range.start.line)).toEqual([4, 5]);
  });

  test('across the files of a configuration', () => {
    const pools = open(headerToy, 'pool a', 'file:///pools.cfg');
    const doors = open(headerToy, 'door d\n  leads-to a', 'file:///doors.cfg');
    const at = { line: 1, character: 11 };
    expect(definition(viewOf(doors, [pools]), at).map(({ uri }) => uri)).toEqual(['file:///pools.cfg']);
    expect(Object.keys(rename(viewOf(doors, [pools]), at, 'b')!.changes!)).toEqual([
      'file:///pools.cfg',
      'file:///doors.cfg',
    ]);
  });
});

describe('rename', () => {
  const renamed = (name: string, source = content): string => {
    const { text, position } = marked(source);
    return editedFile('file:///toy.cfg', text, rename(toyView(headerToy, text), position, name));
  };

  test('everywhere', () => {
    expect(renamed('web')).toBe(marked(content).text.replace('pool a', 'pool web').replaceAll('to a', 'to web'));
  });

  test('keeps quotes', () => {
    expect(renamed('web', 'pool "a"\ndoor d\n  leads-to ‸a')).toBe('pool "web"\ndoor d\n  leads-to web');
  });

  test.each([
    ['a b', /cannot be the name of a pool/],
    ['', /cannot be the name of a pool/],
    ['c', /already a pool named "c"/],
  ])('refuses %j', (name, message) => {
    expect(() => renamed(name, 'pool ‸a\npool c')).toThrow(RenameRefused);
    expect(() => renamed(name, 'pool ‸a\npool c')).toThrow(message);
  });

  test('is not offered where no name stands', () => {
    const { text, position } = marked('po‸ol a');
    expect(prepareRename(toyView(headerToy, text), position)).toBeUndefined();
  });
});

describe('hover', () => {
  const shown = (source: string, language = headerToy): string | undefined => {
    const { text, position } = marked(source);
    return (hover(toyView(language, text), position)?.contents as { value: string } | undefined)?.value;
  };

  test('a keyword: syntax, text, places, link', () => {
    const value = shown('pool a\n  or‸der first')!;
    expect(value).toContain('order first|random');
    expect(value).toContain('How hosts are chosen.');
    expect(value).toContain('Allowed in a pool section.');
    expect(value).toContain('](https://toy.example/order)');
  });

  test('a deprecated keyword names what replaces it', () => {
    expect(shown('pool a\n  ol‸d')).toContain('**Deprecated** since version 1.1: use `order`.');
  });

  test('a keyword of another version', () => {
    expect(shown('pool a\n  go‸ne')).toContain('Until version 1.0.');
  });

  test('a keyword of two words has one hover', () => {
    const { text, position } = marked('pool a\n  wait op‸en 5');
    expect(hover(toyView(headerToy, text), position)?.range).toMatchObject({
      start: { character: 2 },
      end: { character: 11 },
    });
  });

  test('a name: what it is, where it is defined, how often it is used', () => {
    expect(shown(content)).toContain('Defined on line 1; used 2 times.');
  });

  test('a parameter and its value', () => {
    expect(shown('pool a\n  host h wei‸ght 5')).toContain('weight <number>');
    expect(shown('pool a\n  host h mode fa‸st')).toContain('`fast`: a value of `mode`.');
  });

  test('nothing in comments, between words and for unknown words', () => {
    expect(shown('pool a # or‸der')).toBeUndefined();
    expect(shown('pool a\n ‸  order first')).toBeUndefined();
    expect(shown('pool a\n  xy‸z')).toBeUndefined();
  });
});

test('expand selection: word, statement, blocks, file', () => {
  const { text, position } = marked('pool a {\n  limits {\n    most ‸5\n  }\n}\n');
  const taken: string[] = [];
  for (
    let step = selectionRange(toyView(braceToy, text), position) as ReturnType<typeof selectionRange> | undefined;
    step;
    step = step.parent
  ) {
    taken.push(
      `${step.range.start.line}:${step.range.start.character}-${step.range.end.line}:${step.range.end.character}`,
    );
  }
  expect(taken).toEqual(['2:9-2:10', '2:4-2:10', '1:2-3:3', '0:0-4:1', '0:0-5:0']);
});
