import { duration } from '../../core/duration';
import type { RuleContext } from '../../core/language';
import type { Note } from '../../core/notes';
import { matchStatement } from '../../core/schema';
import { type Block, isBlock, type Section, walk } from '../../core/tree';
import { settings, valueOf, wordRange } from './blocks';

/** keepalived's defaults for a vrrp_script (keepalived.conf(5)). */
const SCRIPT = { interval: '1', fall: '1', rise: '1' };

/** The units of bare numbers, and when a script's result counts. */
export function notes(section: Section, { schema }: RuleContext): Note[] {
  const out: Note[] = [];
  for (const node of walk(section.items)) {
    const word = node.words[1];
    const unit = word && matchStatement(schema, node)?.keyword.extra?.['unit'];
    if (word && typeof unit === 'string' && /^[\d.]+$/.test(word.text) && !word.dynamic)
      out.push({ range: wordRange(node, word), label: unit, close: true });
    if (isBlock(node) && node.type === 'vrrp_script') out.push(...scriptNotes(node));
  }
  return out;
}

function scriptNotes(block: Block): Note[] {
  const number = (keyword: keyof typeof SCRIPT): number => Number(valueOf(block, keyword)?.text ?? SCRIPT[keyword]);
  const counts = (keyword: 'fall' | 'rise', what: string): Note[] => {
    const node = settings(block, keyword).at(-1);
    const word = node?.words[1];
    const seconds = number('interval') * number(keyword);
    if (!node || !word || !Number.isFinite(seconds)) return [];
    return [{ range: wordRange(node, word), label: `${what} within ${duration(seconds)}` }];
  };
  return [...counts('fall', 'failed'), ...counts('rise', 'well again')];
}
