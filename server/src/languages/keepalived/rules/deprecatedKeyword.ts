import type { SectionRule } from '../../../core/language';
import { compareVersions, matchStatement } from '../../../core/schema';
import { walk } from '../../../core/tree';
import { wordRange } from '../blocks';
import { instance } from './texts';

/** A keyword that still works but that keepalived asks to replace. */
export const deprecatedKeyword: SectionRule = {
  id: 'deprecated-keyword',
  severity: 'warning',
  title: 'Keyword that is on its way out',
  docs: 'The keyword works, but its place was taken by another, and a later version may drop it. keepalived reports most of these (and `keepalived -t` then exits with 5).',
  bad: instance('    native_ipv6').replace('192.0.2.10/24', '2001:db8::10/64'),
  good: instance('    version 3').replace('192.0.2.10/24', '2001:db8::10/64'),
  check(section, { schema }, report) {
    for (const node of walk(section.items)) {
      const found = matchStatement(schema, node)?.keyword;
      const deprecated = found?.deprecated;
      if (!deprecated || (deprecated.since !== undefined && compareVersions(schema.version, deprecated.since) < 0))
        continue;
      const instead = deprecated.instead;
      // A replacement of the same block takes the same arguments; one of another block has to be written there.
      const same =
        instead !== undefined && schema.blocks.get(node.parent?.type ?? '')?.keywords.get(instead) !== undefined;
      const range = wordRange(node, node.words[0]!);
      report({
        range,
        message: `"${found.name}" is deprecated${instead === undefined ? ': remove it' : `: use "${instead}"`}.`,
        tag: 'deprecated',
        ...(same && {
          fixes: [{ title: `Change to "${instead}"`, preferred: true, edits: [{ range, text: instead }] }],
        }),
      });
    }
  },
};
