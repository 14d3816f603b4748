import { absolute } from '../../../core/blocks';
import type { DocumentContext, DocumentRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';
import { isDisabled } from '../late';
import { Noted } from '../noted';
import { ownKeywords } from '../ownKeywords';
import { isWhole, says } from '../proxies';

export const externalCheck: DocumentRule = {
  id: 'incomplete-external-check',
  severity: 'error',
  title: 'Checks by a program, without permission or without the program',
  docs: 'For "option external-check" HAProxy starts a program of yours. It does so only where the global section says "external-check" (and "insecure-fork-wanted"), and "external-check command" names the program.',
  bad: 'global\n    maxconn 100\nbackend app\n    option external-check\n    external-check command /usr/local/bin/check\n    server a 192.0.2.1:80 check\n',
  good: 'global\n    external-check\n    insecure-fork-wanted\ndefaults\n    timeout connect 5s\n    timeout server 30s\nbackend app\n    option external-check\n    external-check command /usr/local/bin/check\n    server a 192.0.2.1:80 check\n',
  checkDocument(document, context, report) {
    let isAllowed: boolean | undefined;
    for (const [proxy, line] of checking.in(context)) {
      if (proxy.document !== document || !isWhole(context)) continue;
      isAllowed ??= allows(context);
      const missing = !isAllowed
        ? 'the global section must say "external-check"'
        : says(proxy, 'external-check')
          ? undefined
          : '"external-check command" must name the program';
      if (missing === undefined) continue;
      const range = lineRange(line.line, line.words[0]!.start, line.words.at(-1)!.end);
      report({
        range: absolute(proxy.section, range),
        message: `HAProxy refuses to start a program for checks: ${missing}.`,
      });
    }
  },
};

const OPTION = 'option external-check';

/** The line that asks for such checks. */
const checking = new Noted(({ block, plain, certain, inherited }) => {
  if (block.type === 'frontend' || !ownKeywords(block).on.has(OPTION)) return undefined;
  if (!plain || !certain || isDisabled(block, inherited)) return undefined;
  return block.items.findLast(({ words }) => words[0]!.text === 'option' && words[1]?.text === 'external-check');
});

function allows({ configuration }: DocumentContext): boolean {
  return configuration.documents.some(({ sections }) =>
    sections.some(({ items }) => {
      const block = items[0];
      return block && isBlock(block) && block.type === 'global' && ownKeywords(block).on.has('external-check');
    }),
  );
}
