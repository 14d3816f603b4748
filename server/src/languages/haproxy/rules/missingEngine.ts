import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';
import { isInactive } from '../directives';
import { isDisabled } from '../late';

export const missingEngine: SectionRule = {
  id: 'missing-spoe-engine',
  severity: 'error',
  title: 'A group sent to an engine that the section does not have',
  docs: '"send-spoe-group" hands a request to an engine of its own section: a "filter spoe" line with "engine" and its name has to stand there.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    http-request send-spoe-group guard check\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    filter spoe engine guard config /etc/haproxy/guard.conf\n    http-request send-spoe-group guard check\n',
  sections: ['frontend', 'listen', 'backend'],
  check(section, { schema, inherited }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !['frontend', 'listen', 'backend'].includes(block.type)) return;
    for (const node of block.items) {
      const { words, line } = node;
      const at = words.findIndex(({ text }, i) => i > 0 && i < 3 && text === 'send-spoe-group');
      const engine = at < 0 ? undefined : words[at + 1];
      if (!engine || engine.dynamic || isInactive(section, node, schema.version) || isDisabled(block, inherited))
        continue;
      if (block.items.some((other) => mayBe(other.words, engine.text))) continue;
      report({
        range: lineRange(line, engine.start, engine.end),
        message: `This section has no "filter spoe" line with the engine "${engine.text}".`,
      });
    }
  },
};

/** Whether a line makes the engine known, or one whose name stands in a file alone. */
function mayBe(words: readonly { readonly text: string; readonly dynamic: boolean }[], engine: string): boolean {
  if (words[0]!.text !== 'filter' || words[1]?.text !== 'spoe') return false;
  const at = words.findIndex(({ text }) => text === 'engine');
  return at < 0 || words[at + 1]?.text === engine || words.some(({ dynamic }) => dynamic);
}
