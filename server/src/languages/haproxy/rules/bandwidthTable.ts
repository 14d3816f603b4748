import { absolute, wordRange } from '../../../core/blocks';
import type { DocumentContext, DocumentRule } from '../../../core/language';
import type { Word } from '../../../core/scan';
import { isBlock, type Node } from '../../../core/tree';
import { isDisabled } from '../late';
import { Noted } from '../noted';
import { isPlain } from '../ownKeywords';
import { proxiesOf, sectionsOf } from '../proxies';

const RATES: Readonly<Record<string, string>> = { 'bwlim-in': 'bytes_in_rate', 'bwlim-out': 'bytes_out_rate' };

/** A filter that counts in a table, `undefined`: that of its own section. */
interface Counting {
  readonly node: Node;
  readonly rate: string;
  readonly table: string | undefined;
}

export const bandwidthTable: DocumentRule = {
  id: 'bandwidth-table',
  severity: 'error',
  title: 'A bandwidth limit whose stick table does not count bytes',
  docs: 'A bandwidth filter with "key" looks up in a stick table how fast the key has been: "bwlim-in" needs one that stores "bytes_in_rate", "bwlim-out" one that stores "bytes_out_rate". HAProxy does not start without it.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    filter bwlim-out slow limit 1m key src\n    stick-table type ip size 100k expire 1h store http_req_rate(10s)\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    filter bwlim-out slow limit 1m key src\n    stick-table type ip size 100k expire 1h store bytes_out_rate(1s)\n',
  checkDocument(document, context, report) {
    for (const [{ section, block, document: owner }, filters] of counting.in(context)) {
      if (owner !== document) continue;
      for (const { node, rate, table } of filters) {
        const lines = table === undefined ? tablesIn(block.items) : tableNamed(table, context);
        const stored = lines.length === 1 ? storedIn(lines[0]!) : undefined;
        if (!stored || stored.includes(rate)) continue;
        const word = node.words.find((_word, i) => node.words[i - 1]?.text === 'table') ?? node.words[1]!;
        report({
          range: absolute(section, wordRange(node, word)),
          message: `The stick table does not store "${rate}", which this filter looks up: add "store ${rate}(1s)" to it.`,
        });
      }
    }
  },
};

const counting = new Noted<readonly Counting[]>(({ block, inherited, plain }) => {
  if (!plain || isDisabled(block, inherited)) return undefined;
  const found = block.items.flatMap((node): Counting[] => {
    const { words } = node;
    const rate = words[0]!.text === 'filter' ? RATES[words[1]?.text ?? ''] : undefined;
    if (rate === undefined || words.some(({ dynamic }) => dynamic)) return [];
    const at = (name: string): number => words.findIndex(({ text }, i) => i > 2 && text === name);
    if (at('key') < 0) return [];
    return [{ node, rate, table: at('table') < 0 ? undefined : words[at('table') + 1]?.text }];
  });
  return found.length > 0 ? found : undefined;
});

const tablesIn = (items: readonly Node[]): Node[] => items.filter(({ words }) => words[0]!.text === 'stick-table');

/** The lines that may make a table: those of a proxy, or of a peers section (`section/table`). */
function tableNamed(name: string, context: DocumentContext): Node[] {
  const [peers, table] = name.split('/') as [string, string | undefined];
  if (table === undefined) {
    const proxies = proxiesOf(context).filter(({ block }) => block.words[1]?.text === name);
    return proxies.every(({ plain }) => plain) ? proxies.flatMap(({ block }) => tablesIn(block.items)) : [];
  }
  return sectionsOf(context).others.flatMap((section) => {
    const block = section.items[0];
    if (!block || !isBlock(block) || block.type !== 'peers' || block.words[1]?.text !== peers || !isPlain(section))
      return [];
    return block.items.filter(({ words }) => words[0]!.text === 'table' && words[1]?.text === table);
  });
}

/** Names of what a table stores; `undefined`: not known for certain. */
function storedIn({ words }: Node): readonly string[] | undefined {
  if (words.some(({ dynamic }) => dynamic)) return undefined;
  const given = words.filter((_word: Word, i) => words[i - 1]?.text === 'store');
  return given.flatMap(({ text }) => text.replace(/\([^)]*\)/g, '').split(','));
}
