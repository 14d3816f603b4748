import type { DocumentRule } from '../../../core/language';
import { byPosition, rangeOf } from '../../../core/symbols';
import { symbolKinds } from '../symbols';
import { globals, instance } from './texts';

/** Kinds that keepalived looks up while it reads the line that uses them. */
const ORDERED = ['vrrp_script', 'track_file', 'vrrp_track_process', 'bfd_instance', 'track_group'];
const script = `vrrp_script chk_haproxy {
    script "/usr/bin/killall -0 haproxy"
}
`;
const tracking = instance('    track_script {\n        chk_haproxy\n    }');

/** A check that is defined only behind the instance that tracks it. */
export const usedBeforeDefined: DocumentRule = {
  id: 'used-before-defined',
  severity: 'error',
  title: 'Used before it is defined',
  docs: 'keepalived looks scripts, track files, tracked processes and BFD instances up while it reads: one that is defined further down is "not found", and the instance is not watched. Move the definition above the first use.',
  bad: globals + tracking + script,
  good: globals + script + tracking,
  checkDocument(document, { configuration }, report) {
    const index = configuration.index(document);
    for (const kind of ORDERED) {
      for (const name of index.definedNames(kind)) {
        const definitions = index.definitions(kind, name);
        const first = [...definitions].sort(byPosition)[0];
        if (!first || configuration.documents.some((other) => other !== document && hasName(other, kind, name)))
          continue;
        for (const use of index.find(kind, name)) {
          if (use.role !== 'reference' || use.soft || byPosition(use, first) > 0) continue;
          const label = symbolKinds[kind]!.label;
          report({
            range: rangeOf(use),
            message: `The ${label} "${name}" is defined only on line ${first.section.start + first.line + 1}: keepalived does not find it here. Move the definition above this line.`,
            related: [{ range: rangeOf(first), message: 'Defined here' }],
          });
        }
      }
    }
    function hasName(other: typeof document, kind: string, name: string): boolean {
      return configuration.index(other).definitions(kind, name).length > 0;
    }
  },
};
