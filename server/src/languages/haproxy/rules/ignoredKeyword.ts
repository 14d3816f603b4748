import type { SectionRule } from '../../../core/language';
import type { Schema } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { isBlock, type Node } from '../../../core/tree';
import { otherStatements } from '../boundSection';
import { isInactive } from '../directives';

/** Kinds of section that share their keywords. */
const PROXIES = ['listen', 'backend', 'frontend', 'defaults'];

/** Whether the program only warns of a keyword in a section which it does not belong to. */
export function isIgnored(node: Node, schema: Schema): boolean {
  const type = node.parent?.type ?? '';
  if (!PROXIES.includes(type)) return false;
  return PROXIES.some((other) => {
    const found = schema.blocks.get(other)?.keywords.match(node.words);
    return (found?.keyword.extra?.['ignoredIn'] as readonly string[] | undefined)?.includes(type) === true;
  });
}

export const ignoredKeyword: SectionRule = {
  id: 'ignored-keyword',
  severity: 'warning',
  title: 'A keyword that has no effect in this section',
  docs: 'A frontend receives connections and a backend passes them on; keywords of the one mean nothing in the other. HAProxy reads the line, warns and goes on without it. Move the line to a section where it works.',
  bad: 'frontend web\n    bind :8080\n    balance roundrobin\n    default_backend app\nbackend app\n    server a 192.0.2.1:80\n',
  good: 'frontend web\n    bind :8080\n    default_backend app\nbackend app\n    balance roundrobin\n    server a 192.0.2.1:80\n',
  sections: PROXIES,
  check(section, { schema }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !PROXIES.includes(block.type)) return;
    const table = schema.blocks.get(block.type)!.keywords;
    for (const node of otherStatements(section, schema)) {
      if (
        node === block ||
        table.match(node.words) ||
        isInactive(section, node, schema.version) ||
        !isIgnored(node, schema)
      )
        continue;
      const word = node.words[0]!;
      report({
        range: lineRange(node.line, word.start, word.end),
        message: `"${word.text}" has no effect in a ${block.type} section: HAProxy ignores the line.`,
        tag: 'unnecessary',
      });
    }
  },
};
