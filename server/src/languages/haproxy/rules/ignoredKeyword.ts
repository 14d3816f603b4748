import type { Finding, SectionRule, StatementRule } from '../../../core/language';
import { compareVersions, type Keyword, type KeywordMatch, type Schema } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { isBlock, type Node } from '../../../core/tree';
import { otherStatements } from '../boundSection';
import { isInactive } from '../directives';

/** Kinds of section that share their keywords. */
const PROXIES = ['listen', 'backend', 'frontend', 'defaults'];

/** Sections in which the program warns of a keyword, with the one that it proposes instead, or nothing. */
const warnedIn = ({ extra }: Keyword): Readonly<Record<string, string>> | undefined =>
  extra?.['ignoredIn'] as Readonly<Record<string, string>> | undefined;

/** Whether it warns of a keyword in a kind of section. */
function isWarned(keyword: Keyword, type: string, version: string): boolean {
  if (!(type in (warnedIn(keyword) ?? {}))) return false;
  const until = (keyword.extra!['ignoredUntil'] as Readonly<Record<string, string>> | undefined)?.[type];
  return until === undefined || compareVersions(version, until) <= 0;
}

/** Sections in which it reads the line and says nothing. */
const passedIn = ({ extra }: Keyword): readonly string[] | undefined =>
  extra?.['passedIn'] as readonly string[] | undefined;

/** Whether the program does not refuse a keyword in a section which it does not belong to. */
export const isIgnored = (node: Node, schema: Schema): boolean => ignoredMatch(node, schema) !== undefined;

/** The keyword of another kind of section that has no effect in the one where it stands. */
function ignoredMatch(node: Node, schema: Schema): KeywordMatch | undefined {
  const type = node.parent?.type ?? '';
  if (!PROXIES.includes(type)) return undefined;
  for (const other of PROXIES) {
    const found = schema.blocks.get(other)?.keywords.match(node.words);
    if (found && (isWarned(found.keyword, type, schema.version) || passedIn(found.keyword)?.includes(type)))
      return found;
  }
  return undefined;
}

export const ignoredKeyword: SectionRule & StatementRule = {
  id: 'ignored-keyword',
  severity: 'warning',
  title: 'A keyword that has no effect in this section',
  docs: 'A frontend receives connections and a backend passes them on; keywords of the one mean nothing in the other. HAProxy reads the line, warns and goes on without it; where it does not even warn this is a hint. Move the line to a section where it works.',
  bad: 'frontend web\n    bind :8080\n    balance roundrobin\n    default_backend app\nbackend app\n    server a 192.0.2.1:80\n',
  good: 'frontend web\n    bind :8080\n    default_backend app\nbackend app\n    balance roundrobin\n    server a 192.0.2.1:80\n',
  sections: PROXIES,
  check(section, { schema }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !PROXIES.includes(block.type)) return;
    const table = schema.blocks.get(block.type)!.keywords;
    for (const node of otherStatements(section, schema)) {
      if (node === block || table.match(node.words) || isInactive(section, node, schema.version)) continue;
      const found = ignoredMatch(node, schema);
      if (found) report(findingOf(node, found));
    }
  },
  concerns: (keyword) => warnedIn(keyword) !== undefined,
  checkStatement(node, match, { schema }, report) {
    if (match.from === 0 && isWarned(match.keyword, node.parent?.type ?? '', schema.version))
      report(findingOf(node, match));
  },
};

function findingOf({ line, words, parent }: Node, { keyword, from, length }: KeywordMatch): Finding {
  const type = parent!.type;
  const range = lineRange(line, words[from]!.start, words[from + length - 1]!.end);
  const instead = warnedIn(keyword)?.[type];
  return {
    range,
    message: `"${keyword.name}" has no effect in a ${type} section: HAProxy ignores the line.${
      instead ? ` Perhaps "${instead}" is meant.` : ''
    }`,
    tag: 'unnecessary',
    ...(instead === undefined ? { severity: 'hint' } : {}),
    ...(instead ? { fixes: [{ title: `Change to "${instead}"`, edits: [{ range, text: instead }] }] } : {}),
  };
}
