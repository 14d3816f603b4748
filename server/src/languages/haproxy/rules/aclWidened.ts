import type { Finding, SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock, type Node } from '../../../core/tree';
import { isConditional } from '../argumentFacts';
import { isPlain } from '../ownKeywords';

export const aclWidened: SectionRule = {
  id: 'widened-acl',
  severity: 'info',
  title: 'An ACL that goes on behind the rule that uses it',
  docs: 'Several "acl" lines of one name are one ACL: it holds when any of them does. That is so for every rule of the section, those above included, so that a second definition further down also changes what the rules before it do. Where that is meant, put the lines together; where it is not, give the second ACL a name of its own.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    acl private path_beg /private\n    http-request deny if private\n    acl private src 192.0.2.0/24\n    http-request set-header X-Private 1 if private\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    acl private path_beg /private\n    acl private path_beg /internal\n    http-request deny if private\n',
  sections: ['frontend', 'listen', 'backend', 'defaults'],
  words: ['acl'],
  check(section, _context, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !isPlain(section)) return;
    const first = new Map<string, Node>();
    /** The first rule that uses each ACL. */
    const used = new Map<string, Node>();
    for (const node of block.items) {
      const { words } = node;
      if (words[0]!.text !== 'acl') {
        if (first.size > 0) noteUses(node, used);
        continue;
      }
      const name = words[1];
      if (!name || name.dynamic) continue;
      const [before, rule] = [first.get(name.text), used.get(name.text)];
      if (!before) first.set(name.text, node);
      // What is only said again adds nothing.
      else if (rule && rule.line > before.line && textOf(before) !== textOf(node))
        report(findingOf(node, before, rule));
    }
  },
};

function noteUses(node: Node, used: Map<string, Node>): void {
  const { words } = node;
  for (let i = words.findIndex(isConditional) + 1; i > 0 && i < words.length; i++) {
    const name = words[i]!.text.replace(/^!+/, '');
    if (!used.has(name)) used.set(name, node);
  }
}

const textOf = ({ words }: Node): string => words.map(({ text }) => text).join(' ');

function findingOf({ line, words }: Node, before: Node, rule: Node): Finding {
  const name = words[1]!;
  const related = (node: Node, message: string): { range: Finding['range']; message: string } => ({
    range: lineRange(node.line, node.words[0]!.start, node.words.at(-1)!.end),
    message,
  });
  return {
    range: lineRange(line, words[0]!.start, name.end),
    message: `This is the same ACL as "${name.text}" ${line - before.line} lines above: rules between the two hold for this line, too. Put the definitions together, or give this one a name of its own.`,
    related: [related(before, 'First defined here'), related(rule, 'Changed by this definition, too')],
  };
}
