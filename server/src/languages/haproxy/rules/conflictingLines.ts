import { wordRange } from '../../../core/blocks';
import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock, type Node } from '../../../core/tree';
import { isPlain } from '../ownKeywords';

export const conflictingLines: SectionRule = {
  id: 'conflicting-lines',
  severity: 'error',
  title: 'Lines of which a section may have one only',
  docs: 'A peers section names its nodes with "peer" lines, each with its address, or it has one "bind" line to listen on and "server" lines for the nodes: "bind" and "peer" do not go together, and there is one "bind". A proxy has one stick table: further ones go into sections of their own, or into a peers section as "table". It has one compression filter, too, and a resolvers section one nameserver of a name.',
  bad: 'peers nodes\n    bind :10000\n    peer lb1 192.0.2.1:10000\n',
  good: 'peers nodes\n    bind :10000\n    server lb1 192.0.2.1:10000\n',
  sections: ['peers', 'resolvers', 'frontend', 'listen', 'backend'],
  words: ['bind', 'stick-table', 'filter', 'nameserver'],
  check(section, _context, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !isPlain(section)) return;
    const say = (first: Node | undefined, second: Node | undefined, message: string): void => {
      if (!first || !second) return;
      const [before, last] = first.line < second.line ? [first, second] : [second, first];
      report({
        range: wordRange(last, last.words[0]!),
        message,
        related: [{ range: lineRange(before.line, 0, 0), message: 'The other line' }],
      });
    };
    const lines = (keyword: string): Node[] => block.items.filter(({ words }) => words[0]!.text === keyword);
    if (block.type === 'peers') {
      const [bind, second] = lines('bind');
      say(bind, second, 'A peers section listens on one address: there is a "bind" line above.');
      say(bind, lines('peer')[0], '"bind" and "peer" do not go together: call the other nodes "server".');
    } else if (block.type === 'resolvers') {
      const first = new Map<string, Node>();
      for (const node of lines('nameserver')) {
        const name = node.words[1];
        if (!name || name.dynamic) continue;
        say(first.get(name.text), node, `A nameserver "${name.text}" is above already: give this one another name.`);
        if (!first.has(name.text)) first.set(name.text, node);
      }
    } else {
      const [filter, another] = lines('filter').filter(({ words }) => words[1]?.text === 'compression');
      say(
        filter,
        another,
        `A ${block.type} section has one compression filter, and there is one above. Remove this one.`,
      );
      const [table, second] = lines('stick-table');
      say(
        table,
        second,
        `A ${block.type} section has one stick table, and there is one above: put this one elsewhere.`,
      );
    }
  },
};
