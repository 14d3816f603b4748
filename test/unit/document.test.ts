import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { braceStructure } from '../../server/src/core/braces';
import { ParsedDocument, type Syntax } from '../../server/src/core/document';
import type { ScannedLine, Word } from '../../server/src/core/scan';
import { headerStructure } from '../../server/src/core/structures';
import { isBlock, type Node } from '../../server/src/core/tree';

// A toy scanner with a state that spans lines: a word `"` opens and closes a quote.
function scan(text: string, enter: number): ScannedLine {
  const words: Word[] = [];
  let exit = enter;
  for (const found of text.matchAll(/\S+/g)) {
    if (found[0] === '"') exit = 1 - exit;
    else if (exit === 0) {
      const start = found.index;
      words.push({ start, end: start + found[0].length, text: found[0], quoted: false, dynamic: false });
    }
  }
  return { text, words, comment: -1, problems: [], enter, exit };
}

const headers: Syntax = { scan, structure: headerStructure((word) => (word.startsWith('H') ? word : undefined)) };
const braces: Syntax = {
  scan,
  structure: braceStructure({
    blockType: (parent, keyword) => (parent ? `${parent}.${keyword}` : keyword),
    onlyTopLevel: (line) => line.words[0]?.text === 'T',
    role: (type, word) => (word === 'H1' ? 'block' : word === 'a' && !type.endsWith('H2') ? 'keyword' : undefined),
    alwaysBlock: (word) => word === 'H1',
  }),
};

function plain(node: Node): unknown {
  const words = node.words.map((word) => word.text);
  return isBlock(node)
    ? { line: node.line, words, last: node.lastLine, items: node.items.map(plain) }
    : { line: node.line, words };
}

function snapshot(document: ParsedDocument): unknown {
  return document.sections.map((section) => ({
    start: section.start,
    items: section.items.map(plain),
    problems: section.problems,
    lines: section.lines.map((line) => line.text),
  }));
}

const word = fc.constantFrom('H1', 'H2', 'a', 'b', '{', '}', '"', 'T', ' ', '\n', '\n', '\r\n', '');
const text = fc.array(word, { maxLength: 40 }).map((parts) => parts.join(' '));
const position = fc.record({ line: fc.nat(20), character: fc.nat(12) });
const before = (a: { line: number; character: number }, b: typeof a): boolean =>
  a.line < b.line || (a.line === b.line && a.character <= b.character);
const change = fc.tuple(position, position, text).map(([a, b, insert]) => ({
  range: before(a, b) ? { start: a, end: b } : { start: b, end: a },
  text: insert,
}));

describe('ParsedDocument', () => {
  test.each([
    ['headers', headers],
    ['braces', braces],
  ])('an edited document equals one parsed from the resulting text (%s)', (_name, syntax) => {
    fc.assert(
      fc.property(text, fc.array(change, { maxLength: 6 }), (start, changes) => {
        const edited = new ParsedDocument('file:///x', syntax, start);
        for (const one of changes) edited.update([one], 1);
        expect(snapshot(edited)).toEqual(snapshot(new ParsedDocument('file:///x', syntax, edited.text)));
      }),
      { numRuns: 2000 },
    );
  });

  test('an edit keeps every section outside it', () => {
    const document = new ParsedDocument('file:///x', headers, 'H1\n a\nH2\n b\nH3\n c');
    const [first, , third] = document.sections;
    document.update(
      [{ range: { start: { line: 3, character: 1 }, end: { line: 3, character: 2 } }, text: 'x\n y' }],
      1,
    );
    expect(document.sections[0]).toBe(first);
    expect(document.sections[2]).toBe(third);
    expect(third!.start).toBe(5);
  });

  test('an edit keeps the words of every line outside it', () => {
    const document = new ParsedDocument('file:///x', headers, 'H1\n a\n b\n c');
    const lines = [...document.scanned];
    document.update([{ range: { start: { line: 2, character: 1 }, end: { line: 2, character: 1 } }, text: 'x' }], 1);
    expect(document.scanned.map((line, i) => line === lines[i])).toEqual([true, true, false, true]);
  });

  test('observers hear of the sections that go and come', () => {
    const document = new ParsedDocument('file:///x', headers, 'H1\nH2\nH3');
    const heard: [number, number][] = [];
    document.observe((removed, added) => heard.push([removed.length, added.length]));
    document.update([{ range: { start: { line: 2, character: 0 }, end: { line: 2, character: 2 } }, text: 'a' }], 1);
    expect(heard).toEqual([[2, 1]]);
  });
});
