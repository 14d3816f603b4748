import type { DocumentRule, Finding } from '../../../core/language';
import { type PlacedOccurrence, rangeOf } from '../../../core/symbols';
import { isBlock, type Section } from '../../../core/tree';

export const unusedAcl: DocumentRule = {
  id: 'unused-acl',
  severity: 'hint',
  title: 'An ACL that no condition uses',
  docs: 'An ACL holds in its own section alone, and no line there uses this one. Remove it, or use it.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    acl private path_beg /private\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    acl private path_beg /private\n    http-request deny if private\n',
  checkDocument(document, { configuration }, report) {
    for (const names of configuration.index(document).unusedInSections()) {
      for (const { kind, definitions } of names) {
        if (kind !== 'acl' || mayBeUsed(definitions[0]!.section)) continue;
        for (const acl of definitions) report(findingOf(acl));
      }
    }
  },
};

/** Proxies may use what stands in their defaults; and an expression may name an ACL, too. */
function mayBeUsed({ items: [block], lines }: Section): boolean {
  return !block || !isBlock(block) || block.type === 'defaults' || lines.some(({ text }) => text.includes('acl('));
}

function findingOf(acl: PlacedOccurrence): Finding {
  const line = acl.section.start + acl.line;
  const whole = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  return {
    range: rangeOf(acl),
    message: `No condition in this section uses the ACL "${acl.name}".`,
    tag: 'unnecessary',
    fixes: [{ title: 'Remove the ACL', edits: [{ range: whole, text: '' }] }],
  };
}
