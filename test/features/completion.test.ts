import type { CompletionItem } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import type { Language } from '../../server/src/core/language';
import { complete, resolveCompletion } from '../../server/src/features/completion';
import { edited } from '../support/edits';
import { marked } from '../support/marked';
import { braceToy, headerToy, toyView } from '../support/toy';

function items(
  language: Language,
  content: string,
  more: { afterSpace?: boolean; snippets?: boolean } = {},
): CompletionItem[] {
  const { text, position } = marked(content);
  return complete(toyView(language, text), { position, afterSpace: false, snippets: false, ...more });
}

const labels = (found: readonly CompletionItem[]): string[] => found.map((item) => item.label);

function accepted(language: Language, content: string, label: string, snippets = false): string {
  const item = items(language, content, { snippets }).find((one) => one.label === label)!;
  const edit = item.textEdit as { range: never; newText: string };
  return edited(marked(content).text, [edit]);
}

describe('keywords', () => {
  test('on the top level: sections', () => {
    expect(labels(items(headerToy, '‸'))).toEqual(['pool', 'door']);
  });

  test('in a section: its keywords, prefixes, and the next section where there are no braces', () => {
    const found = labels(items(headerToy, 'pool a\n  ‸'));
    expect(found).toEqual(expect.arrayContaining(['order', 'wait open', 'host', 'no', 'pool', 'door']));
    expect(found).not.toContain('leads-to');
    expect(found).not.toContain('gone');
  });

  test('in a block in braces: only its own', () => {
    expect(labels(items(braceToy, 'pool a {\n  limits {\n    ‸\n  }\n}'))).toEqual(['most']);
  });

  test('the second word of keywords of two', () => {
    expect(labels(items(headerToy, 'pool a\n  wait ‸'))).toEqual(['open', 'shut']);
    expect(accepted(headerToy, 'pool a\n  wait o‸', 'open')).toBe('pool a\n  wait open');
  });

  test('behind a prefix: what may be negated', () => {
    expect(labels(items(headerToy, 'pool a\n  no ‸'))).toEqual(['order']);
  });

  test('replaces the word at the cursor', () => {
    expect(accepted(headerToy, 'pool a\n  ord‸x', 'order')).toBe('pool a\n  order');
  });

  test('nothing behind a space typed where a keyword would begin', () => {
    expect(items(headerToy, 'pool a\n  ‸', { afterSpace: true })).toEqual([]);
    expect(items(headerToy, 'pool a\n  # a comment ‸')).toEqual([]);
  });

  test('placeholders for what a keyword needs', () => {
    expect(accepted(headerToy, '‸', 'pool', true)).toBe('pool ${1:name}\n\t$0');
    expect(accepted(braceToy, '‸', 'pool', true)).toBe('pool ${1:name} {\n\t$0\n}');
    expect(accepted(headerToy, 'pool a\n  ‸', 'order', true)).toBe('pool a\n  order ${1|first,random|}');
  });

  test('a deprecated keyword is marked', () => {
    expect(items(headerToy, 'pool a\n  ‸').find((item) => item.label === 'old')?.tags).toEqual([1]);
  });

  test('documentation comes when an item is looked at', () => {
    const item = items(headerToy, 'pool a\n  ‸').find((one) => one.label === 'order')!;
    expect(item.documentation).toBeUndefined();
    expect(resolveCompletion(headerToy, item).documentation).toMatchObject({
      value: expect.stringContaining('How hosts are chosen.') as string,
    });
  });
});

describe('arguments', () => {
  test('values that the version knows', () => {
    expect(labels(items(headerToy, 'pool a\n  order ‸'))).toEqual(['first', 'random']);
  });

  test('names defined anywhere in the configuration', () => {
    expect(labels(items(headerToy, 'pool a\npool b\ndoor d\n  leads-to ‸'))).toEqual(['a', 'b']);
  });

  test("names of the section, and the program's own", () => {
    expect(labels(items(headerToy, 'door c\n  gate x 1\ndoor d\n  gate y 1\n  only-if ‸'))).toEqual(['y', 'ALWAYS']);
  });

  test('named parameters not yet given, and their values', () => {
    expect(labels(items(headerToy, 'pool a\n  host h check ‸'))).toEqual(['weight', 'mode']);
    expect(labels(items(headerToy, 'pool a\n  host h check mode ‸'))).toEqual(['fast', 'slow']);
    expect(labels(items(headerToy, 'pool a\n  host h mode fast ‸ check'))).toEqual(['weight']);
    expect(labels(items(headerToy, 'pool a\n  host h weight ‸'))).toEqual([]);
  });

  test('rules in a comment that silences them', () => {
    expect(labels(items(headerToy, '# haconf: ignore[‸'))).toContain('unknown-keyword');
  });
});
