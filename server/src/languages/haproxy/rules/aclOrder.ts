import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';
import { PREDEFINED_ACLS } from '../conditions';
import { activeStatements } from '../boundSection';

const predefined: ReadonlySet<string> = new Set(PREDEFINED_ACLS);

export const aclOrder: SectionRule = {
  id: 'acl-order',
  severity: 'error',
  title: 'An ACL that is used above its definition',
  docs: 'HAProxy reads a section from top to bottom and must know an ACL before a condition uses it. Move the "acl" line up.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    http-request deny if private\n    acl private path_beg /private\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    acl private path_beg /private\n    http-request deny if private\n',
  words: ['acl'],
  check(section, context, report) {
    const block = section.items[0];
    if (!block || !isBlock(block)) return;
    const lines = new Map<string, number>();
    for (const { words, line } of block.items) {
      const name = words[0]!.text === 'acl' ? words[1]?.text : undefined;
      if (name !== undefined && !lines.has(name)) lines.set(name, line);
    }
    if (lines.size === 0) return;
    for (const [node, { terms }] of activeStatements(section, context.schema)) {
      for (const term of terms?.terms ?? []) {
        const defined = term.kind === 'name' ? lines.get(term.name) : undefined;
        if (defined === undefined || defined <= node.line || predefined.has(term.name)) continue;
        const range = lineRange(node.line, term.start, node.words[term.from]!.end);
        const message = `The ACL "${term.name}" is defined only ${defined - node.line} lines further down. Move its definition above this line.`;
        report({ range, message });
      }
    }
  },
};
