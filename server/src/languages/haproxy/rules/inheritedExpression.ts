import { absolute } from '../../../core/blocks';
import type { DocumentContext, DocumentRule, Finding } from '../../../core/language';
import { Kept } from '../../../core/kept';
import type { Schema } from '../../../core/schema';
import { type Block, isBlock, type Node, type Section } from '../../../core/tree';
import { activeStatements } from '../boundSection';
import { type Slot, slotOf } from '../late';
import { sectionsOf } from '../proxies';
import { isLookedAt, takersOf } from '../takers';
import { checkArguments } from './expressions';

export const inheritedExpression: DocumentRule = {
  id: 'invalid-inherited-expression',
  severity: 'error',
  title: 'A log format or expression in defaults that HAProxy cannot read',
  docs: 'Log formats, the format of unique identifiers and the expression of "balance hash" may stand in a defaults section. HAProxy looks at them when a proxy takes them over, and then refuses them. The same holds for what a FastCGI application sets.',
  bad: 'defaults\n    mode http\n    timeout client 30s\n    log stdout format raw local0\n    log-format "%ci %Zz"\nfrontend web\n    bind :8080\n',
  good: 'defaults\n    mode http\n    timeout client 30s\n    log stdout format raw local0\n    log-format "%ci %ST"\nfrontend web\n    bind :8080\n',
  checkDocument(document, context, report) {
    for (const section of sectionsOf(context).others) {
      if (document.sectionAt(section.start) !== section) continue;
      const block = section.items[0];
      if (!block || !isBlock(block) || (block.type !== 'defaults' && block.type !== 'fcgi-app')) continue;
      for (const { node, slot, findings } of faultsIn(section, context.schema))
        if (slot === undefined ? isUsed(block, context) : isTaken(section, node, slot, context))
          for (const finding of findings) report(placed(finding, section));
    }
  },
};

function isTaken(section: Section, node: Node, slot: Slot, context: DocumentContext): boolean {
  return takersOf(section, context).some((taker) => isLookedAt(node, slot, taker));
}

/** Whether a proxy uses a FastCGI application. */
function isUsed(block: Block, { configuration }: DocumentContext): boolean {
  const name = block.words[1]?.text ?? '';
  return configuration.documents.some((document) =>
    configuration
      .index(document)
      .find(block.type, name)
      .some(({ role, soft }) => role === 'reference' && !soft),
  );
}

interface Faults {
  readonly node: Node;
  /** What the line sets; `undefined` in a FastCGI application, all of which is looked at when it is used. */
  readonly slot: Slot | undefined;
  readonly findings: readonly Finding[];
}

const kept = new Kept<{ readonly schema: Schema; readonly faults: readonly Faults[] }>();

/** What is wrong with the lines of a defaults section that are looked at late. */
function faultsIn(section: Section, schema: Schema): readonly Faults[] {
  const known = kept.get(section);
  if (known?.schema === schema) return known.faults;
  const faults: Faults[] = [];
  for (const [node, bound] of activeStatements(section, schema)) {
    const slot = slotOf(node.words);
    if (bound.from !== 0 || (slot === undefined && (node.parent?.type !== 'fcgi-app' || bound.keyword.name === 'acl')))
      continue;
    const findings: Finding[] = [];
    const report = (finding: Finding): void => void findings.push(finding);
    checkArguments({ section, node, keyword: bound.keyword.name, version: schema.version, report }, bound);
    if (findings.length > 0) faults.push({ node, slot, findings });
  }
  kept.set(section, { schema, faults });
  return faults;
}

/** Lines of a section's findings count from its first one; those of a document from that of the document. */
function placed(finding: Finding, section: Section): Finding {
  const fixes = finding.fixes?.map((fix) => ({
    ...fix,
    edits: fix.edits.map(({ range, text }) => ({ range: absolute(section, range), text })),
  }));
  return { ...finding, range: absolute(section, finding.range), ...(fixes ? { fixes } : {}) };
}
