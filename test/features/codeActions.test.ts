import type { CodeAction } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import { codeActions, FIX_ALL } from '../../server/src/features/codeActions';
import { diagnose, type RuleLevel } from '../../server/src/features/diagnostics';
import { toDiagnostic } from '../../server/src/features/protocolDiagnostics';
import { editedFile } from '../support/edits';
import { marked } from '../support/marked';
import { headerToy, toyView } from '../support/toy';

const uri = 'file:///toy.cfg';

function found(text: string, levels: Record<string, RuleLevel> = {}) {
  const view = toyView(headerToy, text);
  return diagnose(view.document, view.language, view.schema, view.configuration, { levels });
}

function actions(content: string, only?: string[]): CodeAction[] {
  const { text, position } = marked(content);
  const findings = found(text);
  const shown = findings.map((finding) => toDiagnostic(finding, uri, () => undefined));
  return codeActions(toyView(headerToy, text), findings, {
    range: { start: position, end: position },
    shown,
    pages: true,
    ...(only && { only }),
  });
}

function applied(content: string, title: RegExp, only?: string[]): string {
  const action = actions(content, only).find((one) => title.test(one.title))!;
  return editedFile(uri, marked(content).text, action.edit);
}

describe('quick fixes', () => {
  test('the obvious mend is preferred and tied to what is shown', () => {
    const fix = actions('pool a\n  or‸dre first')[0]!;
    expect(fix).toMatchObject({
      title: 'Change to "order"',
      isPreferred: true,
      diagnostics: [{ code: 'unknown-keyword' }],
    });
    expect(applied('pool a\n  or‸dre first', /Change to/)).toBe('pool a\n  order first');
  });

  test('a comment silences a rule, and the finding is gone', () => {
    const silenced = applied('pool a\n  xy‸zzy', /Silence/);
    expect(silenced).toBe('pool a\n  # haconf: ignore[unknown-keyword]\n  xyzzy');
    expect(found(silenced)).toEqual([]);
  });

  test('a comment that is there takes the next rule, too', () => {
    expect(applied('pool a\n  # haconf: ignore[other] why\n  xy‸zzy', /Silence/)).toBe(
      'pool a\n  # haconf: ignore[other, unknown-keyword] why\n  xyzzy',
    );
  });

  test('the page of a rule', () => {
    expect(actions('pool a\n  xy‸zzy').find((one) => one.command)?.command?.arguments).toEqual(['unknown-keyword']);
  });

  test('fix all mends everything that has one obvious mend', () => {
    const text = 'pool aaaa\n  ordre first\n  ordre first\ndoor d‸\n  leads-to aaab';
    expect(applied(text, /^Fix all/, [FIX_ALL])).toBe(
      'pool aaaa\n  order first\n  order first\ndoor d\n  leads-to aaaa',
    );
  });

  test('only what is asked for', () => {
    expect(actions('pool a\n  or‸dre first', ['source.organizeImports'])).toEqual([]);
    expect(actions('pool a\n  or‸dre first', ['source.fixAll']).map((one) => one.kind)).toEqual([FIX_ALL]);
  });
});

describe('findings', () => {
  test('in the order of the text, with what is related', () => {
    const findings = found('pool a\n  ordre first\npool a\ndoor d\n  leads-to b');
    expect(findings.map(({ rule, range }) => [rule, range.start.line])).toEqual([
      ['unknown-keyword', 1],
      ['duplicate-name', 2],
      ['undefined-name', 4],
    ]);
    expect(findings[1]!.related).toEqual([
      {
        uri,
        range: { start: { line: 0, character: 5 }, end: { line: 0, character: 6 } },
        message: 'First defined here',
      },
    ]);
  });

  test('levels', () => {
    expect(found('pool a\n  xyzzy', { 'unknown-keyword': 'hint' })[0]!.severity).toBe('hint');
    expect(found('pool a\n  xyzzy', { 'unknown-keyword': 'off' })).toEqual([]);
  });

  test.each([
    ['on the line', 'pool a\n  xyzzy # haconf: ignore[unknown-keyword]'],
    ['on the line before', 'pool a\n  # haconf: ignore[unknown-keyword]\n  xyzzy'],
    ['at the top', '# haconf: ignore[missing-argument, unknown-keyword]\n\npool a\n  order first\n  xyzzy'],
  ])('silenced %s', (_where, text) => {
    expect(found(text)).toEqual([]);
  });

  test('not silenced by a comment behind another statement, or for another rule', () => {
    expect(found('pool a # haconf: ignore[unknown-keyword]\n  xyzzy')).toHaveLength(1);
    expect(found('pool a\n  xyzzy # haconf: ignore[missing-argument]')).toHaveLength(1);
  });

  test('names of a section, predefined and dynamic ones', () => {
    expect(found('door d\n  gate x 1\n  only-if x\n  only-if ALWAYS\n  only-if $y')).toEqual([]);
    expect(found('door d\n  gate x 1\ndoor e\n  only-if x').map((one) => one.message)).toEqual([
      'There is no gate named "x".',
    ]);
  });
});
