import { absolute } from '../../../core/blocks';
import type { DocumentContext, DocumentRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { type Block, isBlock, type Node } from '../../../core/tree';
import { Noted } from '../noted';
import { ownKeywords } from '../ownKeywords';
import { sectionsOf } from '../proxies';

export const unreachableMaxconn: DocumentRule = {
  id: 'unreachable-maxconn',
  severity: 'info',
  title: 'A limit of connections that is never reached',
  docs: 'The global "maxconn" limits all connections of the process together: a frontend that may have more never gets them. Raise the global limit, or lower this one.',
  bad: 'global\n    maxconn 1000\nfrontend web\n    bind :8080\n    timeout client 30s\n    maxconn 5000\n',
  good: 'global\n    maxconn 5000\nfrontend web\n    bind :8080\n    timeout client 30s\n    maxconn 4000\n',
  checkDocument(document, context, report) {
    const limit = globalLimit(context);
    if (limit === undefined) return;
    for (const [{ section, document: owner }, line] of limited.in(context)) {
      const word = line.words[1];
      if (owner !== document || !word || word.dynamic || !(Number(word.text) > limit)) continue;
      report({
        range: absolute(section, lineRange(line.line, line.words[0]!.start, word.end)),
        message: `The global "maxconn" is ${limit}: this section never gets ${word.text} connections.`,
      });
    }
  },
};

const limited = new Noted(({ block }) => (block.type === 'backend' ? undefined : limitOf(block)));

function limitOf(block: Block): Node | undefined {
  return ownKeywords(block).on.has('maxconn')
    ? block.items.findLast(({ words }) => words[0]!.text === 'maxconn')
    : undefined;
}

function globalLimit(context: DocumentContext): number | undefined {
  let limit: number | undefined;
  for (const { items } of sectionsOf(context).others) {
    const block = items[0];
    if (!block || !isBlock(block) || block.type !== 'global') continue;
    const word = limitOf(block)?.words[1];
    if (word) limit = word.dynamic || !/^[1-9][0-9]*$/.test(word.text) ? undefined : Number(word.text);
  }
  return limit;
}
