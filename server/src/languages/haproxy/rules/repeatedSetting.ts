import type { Finding, Inherited, StatementRule } from '../../../core/language';
import type { Keyword, KeywordMatch } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import type { Block, Node } from '../../../core/tree';
import { defaultsOf, hasDefaults } from '../inherit';
import { slotOf } from '../late';

/** Sections that take the keyword once, and what the program does with a second line. */
const onceIn = ({ extra }: Keyword): Readonly<Record<string, 'refused' | 'told'>> | undefined =>
  extra?.['once'] as Readonly<Record<string, 'refused' | 'told'>> | undefined;

export const repeatedSetting: StatementRule = {
  id: 'repeated-setting',
  severity: 'warning',
  title: 'A setting that stands twice in a section',
  docs: 'Of two lines that set the same HAProxy takes one only, and tells so; some it refuses. In a defaults section that goes for log formats, too, which "option httplog" and the like set as well as "log-format". Remove the line that is not meant.',
  bad: 'defaults\n    timeout client 30s\nbackend app\n    timeout server 30s\n    timeout server 60s\n    server a 192.0.2.1:80\n',
  good: 'defaults\n    timeout client 30s\n    timeout connect 5s\nbackend app\n    timeout server 60s\n    server a 192.0.2.1:80\n',
  concerns: (keyword) => onceIn(keyword) !== undefined,
  checkStatement(node, match, { section, inherited }, report) {
    const block = node.parent;
    const kind = block && onceIn(match.keyword)![block.type];
    if (!block || kind === undefined || match.from > 0) return;
    const isSame = sameAs(node, match);
    const first = block.items.find((other) => section.lines[other.line]!.enter === 0 && isSame(other));
    if (!first || first.line >= node.line) return;
    report({
      range: lineRange(node.line, node.words[0]!.start, node.words[match.length - 1]!.end),
      ...severityOf(kind, block, match, inherited),
      message: `${written(node, match)} is set above already: ${
        kind === 'refused' ? 'HAProxy refuses to read it twice' : 'HAProxy takes one of the two lines only'
      }.`,
      related: [{ range: lineRange(first.line, 0, 0), message: 'The other line' }],
    });
  },
};

/** A first line that says the same as the defaults goes for none: what they say nobody kept. */
function severityOf(
  kind: 'refused' | 'told',
  block: Block,
  { keyword: { name } }: KeywordMatch,
  inherited: Inherited,
): Pick<Finding, 'severity'> {
  if (kind === 'refused') return { severity: 'error' };
  if (!/^(frontend|listen|backend)$/.test(block.type)) return {};
  const { timeouts, rules, keywords } = defaultsOf(block, inherited);
  const [first, second] = name.split(' ') as [string, string];
  const isTaken =
    rules.includes(name) || keywords.includes(first) || (first === 'timeout' && timeouts.includes(second));
  return isTaken || !hasDefaults(inherited) ? { severity: 'info' } : {};
}

const written = (node: Node, { keyword }: KeywordMatch): string =>
  slotOf(node.words) === 'format' ? 'The log format' : `"${keyword.name}"`;

/** Tells the lines that set the same. */
function sameAs(node: Node, { length }: KeywordMatch): (other: Node) => boolean {
  const slot = slotOf(node.words);
  if (slot === 'format') return ({ words }) => slotOf(words) === slot;
  const name = node.words.slice(0, length).map(({ text }) => text);
  return ({ words }) => name.every((text, i) => words[i]?.text === text);
}
