import type { SectionRule } from '../../../core/language';
import { matchStatement } from '../../../core/schema';
import type { Node } from '../../../core/tree';
import { blocksOf, headRange, isConditional, wordRange } from '../blocks';
import { globals, instance } from './texts';

const TRACKS = /\.track_(?:script|file|process|bfd|interface)$/;

/** A setting or a tracked name that keepalived takes only once. */
export const repeatedKeyword: SectionRule = {
  id: 'repeated-keyword',
  severity: 'error',
  title: 'Setting that is given twice',
  docs: 'Of most settings the last one counts. A few (notify scripts, the file of a track file) are taken only once: keepalived ignores the second and reports it, as it does with a script that one instance tracks twice.',
  bad: instance('    notify_master /etc/keepalived/a.sh\n    notify_master /etc/keepalived/b.sh'),
  good: globals + instance('    notify_master /etc/keepalived/a.sh\n    notify_backup /etc/keepalived/b.sh'),
  check(section, { schema }, report) {
    for (const block of blocksOf(section)) {
      const tracks = TRACKS.test(block.type);
      if (!tracks && !schema.blocks.has(block.type)) continue;
      const seen = new Map<string, Node>();
      for (const item of block.items) {
        const name = item.words[0]!.text;
        if (item.words[0]!.dynamic || isConditional(section, item)) continue;
        if (!tracks && matchStatement(schema, item)?.keyword.once !== true) continue;
        const first = seen.get(name);
        seen.set(name, first ?? item);
        if (!first) continue;
        report({
          range: wordRange(item, item.words[0]!),
          message: `"${name}" ${tracks ? 'is tracked' : 'stands'} here already: keepalived takes only one of them. Remove the other.`,
          related: [{ range: headRange(first), message: 'First given here' }],
        });
      }
    }
  },
};
