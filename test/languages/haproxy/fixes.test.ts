import { describe, expect, test } from 'vitest';
import type { Edit } from '../../../server/src/core/language';
import { haproxy } from '../../../server/src/languages/haproxy';
import { diagnosed } from '../../support/diagnosing';

/** Applies edits of one fix, which do not overlap, to a text. */
function applied(text: string, edits: readonly Edit[]): string {
  const starts = [0];
  for (const line of text.split('\n')) starts.push(starts.at(-1)! + line.length + 1);
  const offset = ({ line, character }: Edit['range']['start']): number => starts[line]! + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((out, { range, text: by }) => out.slice(0, offset(range.start)) + by + out.slice(offset(range.end)), text);
}

const fixesOf = (id: string, text: string): readonly { readonly title: string; readonly edits: readonly Edit[] }[] =>
  diagnosed(haproxy, text).find((found) => found.rule === id)?.fixes ?? [];

describe('fixes', () => {
  const fixable = haproxy.rules.filter((rule) => fixesOf(rule.id, rule.bad).length > 0);

  test.each(fixable.map((rule) => [rule.id, rule] as const))('%s: each mends its example', (id, rule) => {
    const errors = (text: string): string[] =>
      diagnosed(haproxy, text)
        .filter(({ severity }) => severity === 'error')
        .map((found) => found.rule);
    for (const fix of fixesOf(id, rule.bad)) {
      const mended = applied(rule.bad, fix.edits);
      expect(diagnosed(haproxy, mended).map((found) => found.rule)).not.toContain(id);
      expect(errors(mended).filter((found) => !errors(rule.bad).includes(found))).toEqual([]);
    }
  });

  test('a rule moves to its stage with its comment and the ACL that it needs', () => {
    const text = [
      'frontend web',
      '    mode http',
      '    # The applications.',
      '    use_backend app if { path /app }',
      '    acl private path_beg /private',
      '    # Nobody looks at these.',
      '    http-request deny if private',
      'backend app',
      '    mode http',
      '',
    ];
    expect(applied(text.join('\n'), fixesOf('rule-order', text.join('\n'))[0]!.edits).split('\n')).toEqual([
      ...text.slice(0, 2),
      ...text.slice(4, 7),
      ...text.slice(2, 4),
      ...text.slice(7),
    ]);
  });
});
