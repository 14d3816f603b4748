import { duration } from '../../core/duration';
import type { LineSpan, RuleContext } from '../../core/language';
import type { Note } from '../../core/notes';
import type { Schema } from '../../core/schema';
import { lineRange } from '../../core/text';
import { isBlock, type Node, type Section } from '../../core/tree';
import { bind } from './arguments';
import { checkTimes, withParameters } from './checkTimes';
import { isInactive } from './directives';
import { defaultsOf } from './inherit';

/** Units of bare times, and when checked servers go down and up. */
export function notes(section: Section, { schema, inherited }: RuleContext, { first, last }: LineSpan): Note[] {
  const block = section.items[0];
  if (!block || !isBlock(block)) return [];
  const out: Note[] = [];
  const isDefaults = block.type === 'defaults';
  let standard = defaultsOf(block, inherited).serverDefaults;
  for (const node of block.items) {
    const keyword = node.words[0]!.text;
    const isDefault = keyword === 'default-server';
    // Of the lines before only the servers' defaults matter: there may be thousands.
    if (node.line > last) break;
    if ((node.line < first && !isDefault) || isInactive(section, node, schema.version)) continue;
    if (isDefault) standard = withParameters(standard, node.words);
    if (node.line < first) continue;
    out.push(...units(node, schema));
    if (keyword === 'server' || keyword === 'server-template') {
      out.push(...timesOf(node, withParameters(standard, node.words)));
    } else if (isDefault && !isDefaults) {
      const times = checkTimes({ ...standard, check: 'yes' });
      if (times && node.words.some((word) => TIMED.test(word.text)))
        out.push({ range: wholeLine(node), label: label(times), markdown: times.markdown });
    }
  }
  return out;
}

const TIMED = /^(?:inter|fastinter|downinter|fall|rise)$/;

function timesOf(node: Node, parameters: Parameters<typeof checkTimes>[0]): Note[] {
  const times = checkTimes(parameters);
  if (!times) return [];
  const { markdown } = times;
  const first = node.words[0]!;
  const hovered = node.words.filter((word, i) => i > 2 && (word.text === 'check' || TIMED.test(word.text)));
  return [
    {
      range: { start: { line: node.line, character: node.words.at(-1)!.start }, end: wholeLine(node).end },
      label: label(times),
    },
    ...[first, ...hovered].map((word) => ({ range: lineRange(node.line, word.start, word.end), markdown })),
  ];
}

function label({ down, up }: { down: number; up: number }): string {
  return `down ${duration(down)}, up ${duration(up)}`;
}

function wholeLine(node: Node): Note['range'] {
  return lineRange(node.line, node.words[0]!.start, node.words.at(-1)!.end);
}

function units(node: Node, schema: Schema): Note[] {
  // Most lines have no number of their own at all.
  if (!node.words.some((word) => /^\d+$/.test(word.text))) return [];
  return (bind(node, schema)?.args ?? []).flatMap(({ arg, from }) => {
    const word = node.words[from];
    if (!word || !/^time\b/.test(arg.type) || !/^\d+$/.test(word.text) || word.text === '0') return [];
    const label = arg.type === 'time:s' ? 's' : 'ms';
    return [{ range: lineRange(node.line, word.start, word.end), label, close: true }];
  });
}
