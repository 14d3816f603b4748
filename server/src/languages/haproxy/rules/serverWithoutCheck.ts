import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock, type Node } from '../../../core/tree';
import { defaultsOf, hasDefaults } from '../inherit';
import { isPlain } from '../ownKeywords';

export const serverWithoutCheck: SectionRule = {
  id: 'server-without-check',
  severity: 'info',
  title: 'A server that is not checked',
  docs: 'Without "check" HAProxy never learns that a server is down, and goes on sending it its share of the requests. Where there are several servers, "check" lets the others take over.',
  bad: 'defaults\n    timeout connect 5s\n    timeout server 30s\nbackend app\n    server a 192.0.2.1:80\n    server b 192.0.2.2:80 check\n',
  good: 'defaults\n    timeout connect 5s\n    timeout server 30s\nbackend app\n    server a 192.0.2.1:80 check\n    server b 192.0.2.2:80 check\n',
  sections: ['backend', 'listen'],
  words: ['server'],
  check(section, { inherited }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !/^(backend|listen)$/.test(block.type)) return;
    const servers = block.items.filter(({ words }) => words[0]!.text === 'server' && words.length > 2);
    if (servers.length < 2 || !isPlain(section) || !hasDefaults(inherited)) return;
    if (defaultsOf(block, inherited).serverDefaults['check'] !== undefined) return;
    if (block.items.some((node) => node.words[0]!.text === 'default-server' && says(node))) return;
    for (const node of servers) {
      if (says(node) || !/^[\w.[\]:-]+$/.test(node.words[2]!.text)) continue;
      const { end } = node.words.at(-1)!;
      const at = { line: node.line, character: end };
      report({
        range: lineRange(node.line, node.words[0]!.start, node.words[1]!.end),
        message: `The server "${node.words[1]!.text}" is not checked: it gets requests even when it is down. Add "check".`,
        fixes: [{ title: 'Add "check"', preferred: true, edits: [{ range: { start: at, end: at }, text: ' check' }] }],
      });
    }
  },
};

/** A server that says something of checks, or is known to be none to send to, is left alone. */
function says({ words }: Node): boolean {
  return words.some(
    ({ text, dynamic }, i) =>
      i > 0 && (dynamic || /^(check|no-check|track|agent-check|disabled|observe|on-marked-down)$/.test(text)),
  );
}
