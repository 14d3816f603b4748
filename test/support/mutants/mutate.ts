import { haproxy } from '../../../server/src/languages/haproxy';
import { openDocument } from '../../../server/src/documents';
import { isBlock } from '../../../server/src/core/tree';
import { faults } from './faults';
import { harmless } from './harmless';
import type { Change, Line } from './line';
import { Random } from './random';

/** A configuration with one changed line. */
export interface Mutant {
  readonly base: string;
  readonly kind: string;
  /** The change is meant to be good. */
  readonly harmless: boolean;
  readonly text: string;
  /** First and last changed line, one-based. */
  readonly from: number;
  readonly to: number;
}

export interface Base {
  readonly name: string;
  readonly text: string;
}

/** Single changes of good configurations: `count` of them, all kinds alike as far as they apply. */
export function mutants(bases: readonly Base[], seed: number, count: number): Mutant[] {
  const random = new Random(seed);
  const lines = bases.map((base) => linesOf(base.text, random));
  const kinds: (readonly [string, Change, boolean])[] = [
    ...Object.entries(faults).map(([kind, change]) => [kind, change, false] as const),
    ...Object.entries(harmless).map(([kind, change]) => [kind, change, true] as const),
  ];
  const out: Mutant[] = [];
  const seen = new Set<string>();
  for (let round = 0; out.length < count && round < count * 2; round++) {
    const [kind, change, isHarmless] = kinds[round % kinds.length]!;
    // A kind may apply to few lines: many are tried.
    for (let attempt = 0; attempt < 400; attempt++) {
      const at = random.below(bases.length);
      const number = random.below(lines[at]!.length);
      const line = lines[at]![number]!;
      const changed = line.words.length > 0 ? change(line) : undefined;
      if (changed === undefined || changed === line.text) continue;
      const key = `${kind}\0${line.text.trim()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const all = bases[at]!.text.split('\n');
      const fresh = changed.split('\n');
      all.splice(number, 1, ...fresh);
      const [from, to] = [number + 1, number + fresh.length];
      out.push({ base: bases[at]!.name, kind, harmless: isHarmless, text: all.join('\n'), from, to });
      break;
    }
  }
  return out;
}

/** The lines of a configuration; those with `.if` and what it may leave out have no words here. */
function linesOf(text: string, random: Random): Line[] {
  const { parsed } = openDocument('file:///base', haproxy, text, haproxy.defaultVersion);
  const headers = parsed.sections.flatMap((section) => {
    const block = section.items[0];
    return block && isBlock(block) ? [{ type: block.type, name: block.words[1]?.text ?? '' }] : [];
  });
  return parsed.sections.flatMap((section) => {
    const block = section.items[0];
    const type = block && isBlock(block) ? block.type : '';
    return section.lines.map((line, number) => ({
      text: line.text,
      words: line.enter > 0 || line.words[0]?.text.startsWith('.') ? [] : line.words,
      section: type,
      isHeader: number === 0 && type !== '',
      random,
      headers,
    }));
  });
}
