import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock, type Node } from '../../../core/tree';
import { isInactive } from '../directives';
import { isDisabled } from '../late';

const TRACK = /^track-sc[0-9]+$/;
const RULES: ReadonlySet<string> = new Set(['tcp-request', 'http-request', 'http-response']);

export const missingOwnTable: SectionRule = {
  id: 'missing-stick-table',
  severity: 'error',
  title: 'Tracking or sticking without a table to keep it in',
  docs: 'A "track-sc" or "stick" rule without "table" uses the stick table of its own section, so that the section needs a "stick-table" line. In a defaults section a rule has to name a table, because defaults have none.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    http-request track-sc0 src\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    stick-table type ip size 100k expire 10m store http_req_rate(10s)\n    http-request track-sc0 src\n',
  sections: ['frontend', 'listen', 'backend', 'defaults'],
  words: ['stick', ...RULES],
  check(section, { schema, inherited }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block)) return;
    const isDefaults = block.type === 'defaults';
    if (block.items.some(({ words }) => words[0]!.text === 'stick-table')) return;
    for (const node of block.items) {
      const isIgnored = node.words[0]!.text === 'stick' && block.type !== 'listen' && block.type !== 'backend';
      const end = isIgnored ? undefined : ruleEnd(node);
      if (end === undefined || isInactive(section, node, schema.version)) continue;
      if (!isDefaults && isDisabled(block, inherited)) continue;
      report({
        range: lineRange(node.line, node.words[0]!.start, node.words[end]!.end),
        message: isDefaults
          ? 'A defaults section has no stick table to keep it in: name one of another section with "table".'
          : `This ${block.type} section has no stick table to keep it in: add a "stick-table" line, or name one of another section with "table".`,
      });
    }
  },
};

/** Index of the last word that says what is kept; `undefined` for other lines, and where a table is named or may be. */
function ruleEnd({ words }: Node): number | undefined {
  const first = words[0]!.text;
  const isStick = first === 'stick' && /^(on|match|store-request|store-response)$/.test(words[1]?.text ?? '');
  const track = RULES.has(first) ? words.findIndex(({ text }, i) => i > 0 && i < 3 && TRACK.test(text)) : -1;
  const from = isStick ? 1 : track;
  if (from < 0 || words.length < from + 2) return undefined;
  return words.some(({ text, dynamic }) => dynamic || text === 'table') ? undefined : from + 1;
}
