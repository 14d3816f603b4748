import type { Finding, SectionRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { type Block, isBlock, type Node } from '../../../core/tree';
import { isPlain } from '../ownKeywords';

/** Bytes that a ring has to begin with, and those of it that hold no message since 3.0. */
const [SIZE, OWN] = [16384, 196];
/** Last version that refuses to make a ring smaller, and last one that at least tells that it does not. */
const [REFUSED, TOLD] = ['2.7', '2.8'];
/** First version in which a message has to fit beside what the ring needs itself, and first one that reads units. */
const [BESIDE, UNITS] = ['3.0', '3.2'];

const BYTES: Readonly<Record<string, number>> = { k: 1 << 10, m: 1 << 20, g: 1 << 30 };

export const ringSize: SectionRule = {
  id: 'ring-size',
  severity: 'warning',
  title: 'A ring of a size that HAProxy does not give it',
  docs: 'A message must fit into the ring that holds it: HAProxy cuts "maxlen" down to the size of the ring, less what the ring needs itself. Until version 2.8 it makes a ring larger than the 16384 bytes that it begins with, never smaller, and reads digits only, so that "1M" is one byte to it: up to 2.7 it refuses such a line, 2.8 leaves it out.',
  bad: 'ring log\n    format raw\n    maxlen 20000\n    size 16384\n',
  good: 'ring log\n    format raw\n    maxlen 2000\n    size 65536\n',
  sections: ['ring'],
  words: ['size', 'maxlen'],
  check(section, { schema: { version } }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !isPlain(section)) return;
    if (block.items.some(({ words }) => words[0]!.text === 'backing-file' || words[1]?.dynamic)) return;
    const size = compareVersions(version, TOLD) <= 0 ? largest(block, version, report) : lastSize(block, version);
    const line = block.items.findLast(({ words }) => words[0]!.text === 'maxlen');
    const wanted = Number(line?.words[1]?.text);
    if (!line || size === undefined || Number.isNaN(wanted)) return;
    const most = compareVersions(version, BESIDE) < 0 ? size : size - OWN;
    if (wanted <= most) return;
    report({
      range: rangeOf(line),
      message: `A message of ${String(wanted)} bytes does not fit into a ring of ${String(size)} bytes: HAProxy makes "maxlen" smaller.`,
    });
  },
};

const rangeOf = ({ line, words }: Node): Finding['range'] => lineRange(line, words[1]!.start, words[1]!.end);

const sizesIn = ({ items }: Block): Node[] => items.filter(({ words }) => words[0]!.text === 'size' && words[1]);

/** The size after all lines where none makes the ring smaller; those that would are told. `undefined`: not certain. */
function largest(block: Block, version: string, report: (finding: Finding) => void): number | undefined {
  let size = SIZE;
  for (const node of sizesIn(block)) {
    const { text } = node.words[1]!;
    const wanted = Number.parseInt(text, 10);
    if (Number.isNaN(wanted) || wanted === 0) return undefined;
    if (wanted >= size) {
      size = wanted;
      continue;
    }
    const reads = /^\d+$/.test(text)
      ? 'HAProxy does'
      : `HAProxy ${version} reads ${String(wanted)} bytes here, and does`;
    report({
      range: rangeOf(node),
      ...(compareVersions(version, REFUSED) <= 0 ? { severity: 'error' } : {}),
      message: `${reads} not make a ring smaller than ${String(size)} bytes.`,
    });
  }
  return size;
}

function lastSize(block: Block, version: string): number | undefined {
  const last = sizesIn(block).at(-1);
  if (!last) return SIZE;
  const [, digits, unit] = /^(\d+)([kmg]?)$/i.exec(last.words[1]!.text) ?? [];
  if (digits === undefined || (unit !== '' && compareVersions(version, UNITS) < 0)) return undefined;
  return Number(digits) * (BYTES[unit!.toLowerCase()] ?? 1);
}
