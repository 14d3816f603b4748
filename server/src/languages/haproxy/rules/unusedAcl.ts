import type { DocumentRule } from '../../../core/language';
import { Kept } from '../../../core/kept';
import { type PlacedOccurrence, rangeOf, type SymbolIndex } from '../../../core/symbols';
import { isBlock, type Section } from '../../../core/tree';

/** Of each section once: its names change only with it, and with the version it is read in. */
const kept = new Kept<Found>();

interface Found {
  readonly index: SymbolIndex;
  readonly unused: readonly PlacedOccurrence[];
}

export const unusedAcl: DocumentRule = {
  id: 'unused-acl',
  severity: 'hint',
  title: 'An ACL that no condition uses',
  docs: 'An ACL holds in its own section alone, and no line there uses this one. Remove it, or use it.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    acl private path_beg /private\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    acl private path_beg /private\n    http-request deny if private\n',
  checkDocument(document, { configuration }, report) {
    const index = configuration.index(document);
    for (const section of document.sections) {
      let found = kept.get(section);
      if (found?.index !== index)
        found = kept.set(section, { index, unused: unusedIn(section, index.inSection(section)) });
      for (const acl of found.unused) {
        const line = section.start + acl.line;
        const whole = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
        report({
          range: rangeOf(acl),
          message: `No condition in this section uses the ACL "${acl.name}".`,
          tag: 'unnecessary',
          fixes: [{ title: 'Remove the ACL', edits: [{ range: whole, text: '' }] }],
        });
      }
    }
  },
};

function unusedIn(section: Section, names: readonly PlacedOccurrence[]): PlacedOccurrence[] {
  const block = section.items[0];
  // Proxies may use what stands in their defaults; and an expression may name an ACL, too.
  if (!block || !isBlock(block) || block.type === 'defaults') return [];
  const acls = names.filter(({ kind, role }) => kind === 'acl' && role === 'definition');
  if (acls.length === 0 || section.lines.some(({ text }) => text.includes('acl('))) return [];
  const used = new Set(
    names.filter(({ kind, role }) => kind === 'acl' && role === 'reference').map(({ name }) => name),
  );
  return acls.filter(({ name }) => !used.has(name));
}
