import { extent } from '../../../core/blocks';
import type { Finding, RuleContext } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { isBlock, type Section } from '../../../core/tree';
import { isInactive } from '../directives';

/**
 * Up to version 3.1 the program says nothing of a backend's header with a word too many, and then refuses each line of
 * the section, because it has no backend to put it in.
 */
export function checkHeaderWords(section: Section, { schema }: RuleContext, report: (finding: Finding) => void): void {
  const block = section.items[0];
  if (!block || !isBlock(block) || block.type !== 'backend' || compareVersions(schema.version, '3.2') >= 0) return;
  if (section.lines[0]!.enter > 0) return;
  const hasFrom = block.words[2]?.text === 'from';
  const more = block.words.slice(hasFrom ? 4 : 2);
  if (more.length === 0 || more.some((word) => word.dynamic)) return;
  // Behind "from" it does say something, even if nothing follows.
  if (!hasFrom && !block.items.some((node) => !isInactive(section, node, schema.version))) return;
  report({
    range: extent(section, block),
    head: lineRange(0, more[0]!.start, more.at(-1)!.end),
    message: '"backend" takes nothing more than a name and "from": HAProxy refuses every line of this section.',
  });
}
