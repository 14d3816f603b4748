import type { Finding, SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Node } from '../../../core/tree';
import { isInactive } from '../directives';

/** Rules that only choose: nothing changes between two of them, so that one condition always chooses the first. */
const CHOICES: ReadonlySet<string> = new Set(['use_backend', 'use-server']);

export const duplicateRule: SectionRule = {
  id: 'duplicate-rule',
  severity: 'warning',
  title: 'A rule that another one with the same condition comes before',
  docs: 'Of several "use_backend" or "use-server" lines the first one whose condition holds is taken. A second line with the same condition is never taken, whatever it names. The same ACL line twice adds nothing.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    use_backend a if { path_beg /a }\n    use_backend b if { path_beg /a }\nbackend a\n    mode http\nbackend b\n    mode http\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    use_backend a if { path_beg /a }\n    use_backend b if { path_beg /b }\nbackend a\n    mode http\nbackend b\n    mode http\n',
  words: ['acl', ...CHOICES],
  check(section, { schema }, report) {
    const block = section.items[0];
    if (!block || !('items' in block)) return;
    const seen = new Map<string, Node>();
    for (const node of block.items) {
      const key = keyOf(node, section.lines[node.line]!.text);
      if (key === undefined || isInactive(section, node, schema.version)) continue;
      const first = seen.get(key);
      if (first) report(findingOf(first, node));
      else seen.set(key, node);
    }
  },
};

/** What two lines have in common of which the second has no effect. */
function keyOf({ words }: Node, text: string): string | undefined {
  const first = words[0]!.text;
  const isAcl = first === 'acl';
  if ((!isAcl && !CHOICES.has(first)) || words.some((word) => word.dynamic)) return undefined;
  const end = words.at(-1)!.end;
  if (isAcl) return text.slice(words[0]!.start, end);
  const condition = words.findIndex((word, i) => i > 1 && (word.text === 'if' || word.text === 'unless'));
  // A target put together at run time may not exist, and then the next rule is looked at.
  if (condition < 0 || words[1]!.text.includes('%')) return undefined;
  return `${first} ${text.slice(words[condition]!.start, end)}`;
}

function findingOf(first: Node, { words, line }: Node): Finding {
  const isSame = first.words.every((word, i) => word.text === words[i]?.text);
  const message = isSame
    ? `The same line stands ${line - first.line} lines above: this one adds nothing.`
    : `Never taken: "${first.words[0]!.text} ${first.words[1]!.text}" ${line - first.line} lines above has the same condition and comes first.`;
  const range = lineRange(line, words[0]!.start, words.at(-1)!.end);
  const whole = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  return {
    range,
    message,
    tag: 'unnecessary',
    ...(words[0]!.text === 'acl' ? { severity: 'hint' } : {}),
    ...(isSame
      ? { fixes: [{ title: 'Remove the line', preferred: true, edits: [{ range: whole, text: '' }] }] }
      : {
          related: [
            { range: lineRange(first.line, first.words[0]!.start, first.words.at(-1)!.end), message: 'Taken before' },
          ],
        }),
  };
}
