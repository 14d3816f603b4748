import { absolute, wordRange } from '../../../core/blocks';
import type { DocumentRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { isBlock, type Section } from '../../../core/tree';
import { isPlain } from '../ownKeywords';

const KEYWORDS: ReadonlySet<string> = new Set(['nbthread', 'thread-group', 'thread-groups']);

export const threadsTooLate: DocumentRule = {
  id: 'threads-too-late',
  severity: 'error',
  title: 'The number of threads said below other sections',
  docs: 'From version 3.0 on HAProxy must know its threads before it reads anything but global sections: "nbthread", "thread-groups" and "thread-group" stand in a global section at the top.',
  bad: 'defaults\n    mode http\nglobal\n    nbthread 4\n',
  good: 'global\n    nbthread 4\ndefaults\n    mode http\n',
  checkDocument(document, { schema, configuration }, report) {
    if (compareVersions(schema.version, '3.0') < 0) return;
    // What earlier files hold counts, too.
    const at = configuration.documents.indexOf(document);
    let other = configuration.documents.slice(0, at).some(({ sections }) => sections.some(isOther));
    for (const section of document.sections) {
      const block = section.items[0];
      other ||= isOther(section);
      if (!other || !block || !isBlock(block) || block.type !== 'global' || !isPlain(section)) continue;
      for (const node of block.items) {
        const word = node.words[0]!;
        if (!KEYWORDS.has(word.text)) continue;
        report({
          range: absolute(section, wordRange(node, word)),
          message: `"${word.text}" must stand above every section that is not "global": move this line to the top.`,
        });
      }
    }
  },
};

/** Whether a section is another one than global for certain. */
function isOther(section: Section): boolean {
  const block = section.items[0];
  return block !== undefined && isBlock(block) && block.type !== 'global' && isPlain(section);
}
