import type { DocumentRule, SectionRule } from '../../../core/language';
import type { ParsedDocument } from '../../../core/document';
import type { ScannedLine } from '../../../core/scan';
import type { Section } from '../../../core/tree';

/** Keywords whose first argument is a name that others use. */
const DEFINES = /^(?:vrrp_\w+|track_(?:file|group)|bfd_instance|virtual_server_group)$/;

/**
 * Leaves names alone in a document that makes definitions out of parameters (`vrrp_instance VI_${NUM}`, or a parameter
 * of several lines): which names there are is known only when keepalived has put them together.
 */
export function unlessGenerated(rule: DocumentRule): DocumentRule {
  return {
    ...rule,
    checkDocument(document, context, report) {
      let generated: boolean | undefined;
      rule.checkDocument(document, context, (finding) => {
        generated ??= context.configuration.documents.some(isGenerated);
        if (!generated) report(finding);
      });
    },
  };
}

function isGenerated(document: ParsedDocument): boolean {
  return document.scanned.some(definesByParameter);
}

function definesByParameter({ words, exit }: ScannedLine): boolean {
  return exit !== 0 || (words[1]?.dynamic === true && DEFINES.test(words[0]!.text));
}

/**
 * Leaves braces alone where a conditional line holds one: a block that begins differently on each node
 * (`@lb1 vrrp_instance A {`, `@lb2 vrrp_instance B {`) has several opening braces, of which a node reads one.
 */
export function unlessConditional(rule: SectionRule): SectionRule {
  return {
    ...rule,
    check(section, context, report) {
      if (!hasConditionalBrace(section)) rule.check(section, context, report);
    },
  };
}

function hasConditionalBrace(section: Section): boolean {
  return section.lines.some(
    ({ text, words }) =>
      text.trimStart().startsWith('@') && words.some((word) => word.text === '{' || word.text === '}'),
  );
}
