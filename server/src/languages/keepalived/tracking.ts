import type { Word } from '../../core/scan';
import type { SymbolIndex } from '../../core/symbols';
import { type Block, isBlock, type Node } from '../../core/tree';
import { has, itemsOf, valueOf } from './blocks';

/** Something that an instance tracks with a weight, which changes its priority. */
export interface Weighted {
  readonly item: Node;
  readonly name: string;
  readonly weight: number;
}

interface Kind {
  readonly block: string;
  /** The kind of name that it refers to, where the weight may stand, too. */
  readonly defined?: string;
  /** When nobody says anything. */
  readonly standard: number;
}

const KINDS: readonly Kind[] = [
  { block: 'track_script', defined: 'vrrp_script', standard: 0 },
  { block: 'track_file', defined: 'track_file', standard: 1 },
  { block: 'track_interface', standard: 0 },
  { block: 'track_bfd', defined: 'bfd_instance', standard: 0 },
];

/** What an instance tracks with a weight other than 0; processes apart, whose weights keepalived takes everywhere. */
export function weightedIn(instance: Block, index: SymbolIndex): Weighted[] {
  return KINDS.flatMap((kind) =>
    itemsOf(instance, kind.block).flatMap((item) => {
      const name = item.words[0]!.text;
      const weight = weightAt(item) ?? weightOf(name, kind, index);
      return weight === undefined || weight === 0 ? [] : [{ item, name, weight }];
    }),
  );
}

/** What the line itself says. */
function weightAt(item: Node): number | undefined {
  const at = item.words.findIndex((word) => word.text === 'weight');
  return at < 1 ? undefined : numberIn(item.words[at + 1]);
}

/** What its definition says; `undefined` where there is none. */
function weightOf(name: string, { defined, standard }: Kind, index: SymbolIndex): number | undefined {
  if (defined === undefined) return standard;
  const definition = index.definitions(defined, name)[0];
  const block = definition?.section.items.find((item) => isBlock(item) && item.line === definition.line);
  if (!block || !isBlock(block)) return undefined;
  return has(block, 'weight') ? numberIn(valueOf(block, 'weight')) : standard;
}

function numberIn(word: Word | undefined): number | undefined {
  return word && /^[+-]?\d+$/.test(word.text) ? Number(word.text) : undefined;
}
