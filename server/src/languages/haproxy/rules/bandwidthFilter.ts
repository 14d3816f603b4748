import type { Finding, SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { type Block, isBlock, type Node } from '../../../core/tree';
import { isInactive } from '../directives';
import { isDisabled } from '../late';
import { isPlain } from '../ownKeywords';

const FILTERS: ReadonlySet<string> = new Set(['bwlim-in', 'bwlim-out']);
const ACTION = 'set-bandwidth-limit';

export const bandwidthFilter: SectionRule = {
  id: 'bandwidth-limit',
  severity: 'error',
  title: 'A bandwidth limit with one half missing',
  docs: 'A bandwidth filter limits each stream by itself ("default-limit" and "default-period"), or all streams of one key together ("limit" and "key", counted in a stick table): it needs both words of one kind, and none of the other. "set-bandwidth-limit" names a filter of its own section; what a key shares is limited by the filter alone.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    filter bwlim-out slow default-limit 1m\n    http-request set-bandwidth-limit slow\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    filter bwlim-out slow default-limit 1m default-period 1s\n    http-request set-bandwidth-limit slow\n',
  sections: ['defaults', 'frontend', 'listen', 'backend'],
  words: ['filter', 'tcp-request', 'tcp-response', 'http-request', 'http-response'],
  check(section, { schema, inherited }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block)) return;
    const isOff = block.type !== 'defaults' && isDisabled(block, inherited);
    for (const node of block.items) {
      const { words } = node;
      const isFilter = words[0]!.text === 'filter' && FILTERS.has(words[1]?.text ?? '');
      const at = isFilter ? 0 : words.findIndex(({ text }, i) => i > 0 && i < 3 && text === ACTION);
      if (at < 0 || words.some(({ dynamic }) => dynamic) || isInactive(section, node, schema.version)) continue;
      const wrong = isFilter
        ? wrongFilter(node, block)
        : isOff || !isPlain(section)
          ? undefined
          : wrongRule(node, at, block);
      if (wrong) report(wrong);
    }
  },
};

const has = ({ words }: Node, ...names: readonly string[]): boolean =>
  words.some(({ text }, i) => i > 2 && names.includes(text));

const isShared = (filter: Node): boolean => has(filter, 'limit', 'key', 'table');

function wrongFilter(node: Node, block: Block): Finding | undefined {
  const { words } = node;
  if (!words[2]) return undefined;
  const range = lineRange(node.line, words[0]!.start, words.at(-1)!.end);
  const isOwn = has(node, 'default-limit', 'default-period');
  if (isOwn && isShared(node))
    return {
      range,
      message:
        'A bandwidth filter limits each stream ("default-limit", "default-period") or all streams of one key together ("limit", "key"): write a filter for each.',
    };
  const needed = isShared(node) ? ['limit', 'key'] : ['default-limit', 'default-period'];
  const missing = needed.filter((name) => !has(node, name));
  if (missing.length > 0)
    return { range, message: `This bandwidth filter needs ${missing.map((name) => `"${name}"`).join(' and ')}, too.` };
  const isCounted = !isShared(node) || has(node, 'table') || block.type === 'defaults';
  if (isCounted || block.items.some((item) => item.words[0]!.text === 'stick-table')) return undefined;
  return { range, message: 'What a key has used is counted in a stick table: add "table" with the name of one.' };
}

function wrongRule(node: Node, at: number, block: Block): Finding | undefined {
  const name = node.words[at + 1];
  if (!name) return undefined;
  const filter = block.items.find(
    ({ words }) => words[0]!.text === 'filter' && FILTERS.has(words[1]?.text ?? '') && words[2]?.text === name.text,
  );
  const range = lineRange(node.line, name.start, name.end);
  if (!filter) return { range, message: `This section has no bandwidth filter "${name.text}".` };
  const limit = node.words.findIndex(({ text }, i) => i > at + 1 && (text === 'limit' || text === 'period'));
  if (limit < 0 || !isShared(filter)) return undefined;
  return {
    range: lineRange(node.line, node.words[limit]!.start, node.words[limit]!.end),
    message: `The filter "${name.text}" limits all streams of one key together: its limit cannot be changed for one of them.`,
  };
}
