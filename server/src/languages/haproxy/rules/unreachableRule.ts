import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Node } from '../../../core/tree';
import { isInactive } from '../directives';

/** Actions behind which no other rule of the set is looked at (manual, chapter 4.3). */
const FINAL: Readonly<Record<string, RegExp>> = {
  'http-request': /^(allow|auth|deny|redirect|reject|return|silent-drop|tarpit|use-service)$/,
  'http-response': /^(allow|deny|redirect|return|silent-drop)$/,
  'http-after-response': /^allow$/,
  'tcp-request connection': /^(accept|reject|silent-drop)$/,
  'tcp-request session': /^(accept|reject|silent-drop)$/,
  'tcp-request content': /^(accept|reject|silent-drop|use-service)$/,
  'tcp-response content': /^(accept|close|reject|silent-drop)$/,
  use_backend: /./,
  redirect: /./,
};

export const unreachableRule: SectionRule = {
  id: 'unreachable-rule',
  severity: 'warning',
  title: 'A rule that is never reached',
  docs: 'The rule of the same set above it has no condition and ends the processing of the set: it applies to everything, and nothing gets to the rules below. Give it a condition, or move it to the end.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    http-request deny\n    http-request set-header X-Web 1\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    http-request deny if { path_beg /private }\n    http-request set-header X-Web 1\n',
  words: Object.keys(FINAL).map((set) => set.split(' ')[0]!),
  check(section, { schema }, report) {
    const block = section.items[0];
    if (!block || !('items' in block)) return;
    /** Sets that have come to an end, with the line that ends them; told once. */
    const ended = new Map<string, number>();
    const told = new Set<string>();
    for (const node of block.items) {
      const set = setOf(node);
      if (set === undefined || isInactive(section, node, schema.version)) continue;
      const by = ended.get(set);
      if (by !== undefined && !told.has(set)) {
        told.add(set);
        report({
          range: lineRange(node.line, node.words[0]!.start, node.words.at(-1)!.end),
          message: `This rule is never reached: the "${set}" rule ${node.line - by === 1 ? 'above' : `${node.line - by} lines above`} has no condition, and it is the last one for everything.`,
          tag: 'unnecessary',
        });
      } else if (by === undefined && isFinal(set, node)) ended.set(set, node.line);
    }
  },
};

function setOf({ words }: Node): string | undefined {
  const first = words[0]!.text;
  const set = first.startsWith('tcp-') ? `${first} ${words[1]?.text ?? ''}` : first;
  return Object.hasOwn(FINAL, set) ? set : undefined;
}

function isFinal(set: string, { words }: Node): boolean {
  const action = words[set.split(' ').length];
  if (!action || !FINAL[set]!.test(action.text)) return false;
  // A name put together at run time may be none, and then the next rule is looked at.
  if (set === 'use_backend' && action.text.includes('%')) return false;
  return !words.some(({ dynamic, text }) => dynamic || /^(if|unless|ignore-empty)$/.test(text));
}
