import type { DocumentSymbol } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import { foldingRanges } from '../../server/src/features/folding';
import { documentSymbols, workspaceSymbols } from '../../server/src/features/outline';
import { semanticTokens, tokenLegend } from '../../server/src/features/semanticTokens';
import { braceToy, headerToy, toyView } from '../support/toy';

const headers = '# about\n# pools\npool a\n  host h\n  host "i"\n\n# doors\ndoor d\n  gate g 1\n';
const braces = 'pool a {\n  limits {\n    most 5\n  }\n  host h\n}\n';

function tree(symbols: readonly DocumentSymbol[]): unknown[] {
  return symbols.map(({ name, detail, children }) => [
    name,
    detail ?? '',
    ...(children?.length ? [tree(children)] : []),
  ]);
}

describe('outline', () => {
  test('sections and the names in them', () => {
    expect(tree(documentSymbols(toyView(headerToy, headers)))).toEqual([
      [
        'a',
        'pool',
        [
          ['h', 'host'],
          ['i', 'host'],
        ],
      ],
      ['d', 'door', [['g', 'gate']]],
    ]);
  });

  test('blocks in blocks', () => {
    expect(tree(documentSymbols(toyView(braceToy, braces)))).toEqual([
      [
        'a',
        'pool',
        [
          ['limits', ''],
          ['h', 'host'],
        ],
      ],
    ]);
  });

  test('each range holds its selection and its children', () => {
    const check = (symbols: readonly DocumentSymbol[]): void => {
      for (const { range, selectionRange, children = [] } of symbols) {
        for (const inner of [selectionRange, ...children.map((child) => child.range)]) {
          expect(inner.start.line).toBeGreaterThanOrEqual(range.start.line);
          expect(inner.end.line).toBeLessThanOrEqual(range.end.line);
          if (inner.end.line === range.end.line) expect(inner.end.character).toBeLessThanOrEqual(range.end.character);
        }
        check(children);
      }
    };
    check(documentSymbols(toyView(headerToy, headers)));
    check(documentSymbols(toyView(braceToy, braces)));
  });

  test('of the workspace: names that hold the letters', () => {
    const views = [toyView(headerToy, headers), toyView(headerToy, 'pool array\n')];
    expect(workspaceSymbols(views, 'AY').map((one) => one.name)).toEqual(['array']);
    expect(workspaceSymbols(views, '').map((one) => one.name)).toEqual(['a', 'h', 'i', 'd', 'g', 'array']);
  });
});

test('folding: sections to their last statement, blocks to their brace, runs of comments', () => {
  const folds = (view: Parameters<typeof foldingRanges>[0]): number[][] =>
    foldingRanges(view).map((fold) => [fold.startLine, fold.endLine]);
  expect(folds(toyView(headerToy, headers))).toEqual([
    [2, 4],
    [7, 8],
    [0, 1],
  ]);
  expect(folds(toyView(braceToy, braces))).toEqual([
    [0, 4],
    [1, 2],
  ]);
});

test('colours: names in the range, told apart by kind and by whether they are defined there', () => {
  const view = toyView(headerToy, 'pool a\n  host h\ndoor d\n  leads-to a\npool late\n');
  const data = semanticTokens(view, { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } });
  const tokens = Array.from({ length: data.length / 5 }, (_, i) => {
    const [lines, columns, length, type, modifiers] = data.slice(i * 5, i * 5 + 5);
    return [lines, columns, length, tokenLegend.tokenTypes[type!], modifiers];
  });
  expect(tokens).toEqual([
    [0, 5, 1, 'class', 1],
    [1, 7, 1, 'property', 1],
    [1, 5, 1, 'interface', 1],
    [1, 11, 1, 'class', 0],
  ]);
});
