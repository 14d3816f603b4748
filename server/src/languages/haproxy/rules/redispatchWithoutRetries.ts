import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';
import { isInactive } from '../directives';

export const redispatchWithoutRetries: SectionRule = {
  id: 'redispatch-without-retries',
  severity: 'warning',
  title: 'Another server is tried on a retry, and there is none',
  docs: '"option redispatch" lets a retry go to another server. With "retries 0" a connection is never retried, so that the option has no effect.',
  bad: 'defaults\n    mode http\n    option redispatch\n    retries 0\n',
  good: 'defaults\n    mode http\n    option redispatch\n    retries 3\n',
  words: ['retries'],
  check(section, { schema }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block)) return;
    const lines = block.items.filter((node) => !isInactive(section, node, schema.version));
    const option = lines.findLast(({ words }) => words[0]!.text === 'option' && words[1]?.text === 'redispatch');
    const retries = lines.findLast(({ words }) => words[0]!.text === 'retries');
    if (!option || retries?.words[1]?.text !== '0') return;
    report({
      range: lineRange(option.line, option.words[0]!.start, option.words[1]!.end),
      message: 'This has no effect with "retries 0": a connection that fails is not tried again.',
      tag: 'unnecessary',
    });
  },
};
