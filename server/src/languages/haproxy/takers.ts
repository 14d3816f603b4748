import type { DocumentContext } from '../../core/language';
import { type Block, isBlock, type Node, type Section } from '../../core/tree';
import { sourceOf } from './inherit';
import { slotOf, type Slot, usesSlot } from './late';
import { isPlain, ownKeywords } from './ownKeywords';

/** A proxy that takes over what a defaults section says. */
export interface Taker {
  readonly block: Block;
  /** The sections whose lines come behind those of the defaults section: the proxy, and defaults that name the section. */
  readonly over: readonly Block[];
}

/** The context lives as long as one check, in which several names and lines may be asked about. */
const kept = new WeakMap<DocumentContext, ReadonlyMap<Section, readonly Taker[]>>();

/** The proxies that surely take a defaults section over and are not switched off. */
export function takersOf(section: Section, context: DocumentContext): readonly Taker[] {
  let takers = kept.get(context);
  if (!takers) kept.set(context, (takers = findTakers(context)));
  return takers.get(section) ?? [];
}

function findTakers({ configuration }: DocumentContext): Map<Section, Taker[]> {
  const out = new Map<Section, Taker[]>();
  const named = new Map<string, Section>();
  const sources = new Map<Section, Section | undefined>();
  let last: Section | undefined;
  for (const section of configuration.documents.flatMap((document) => document.sections)) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !PROXIES.has(block.type)) continue;
    const from = sourceOf(block);
    const isDefaults = block.type === 'defaults';
    const source = from === undefined ? (isDefaults ? undefined : last) : named.get(from);
    // Of what stands in an `.if` branch nobody knows whether it is read.
    const isKnown = isPlain(section);
    if (isDefaults) {
      sources.set(section, source);
      last = isKnown ? section : undefined;
      const name = block.words[1]?.text;
      if (name !== undefined && name !== 'from') named.set(name, section);
    } else if (isKnown) take(block, source, sources, out);
  }
  return out;
}

const PROXIES: ReadonlySet<string> = new Set(['defaults', 'frontend', 'listen', 'backend']);

function take(
  block: Block,
  source: Section | undefined,
  sources: ReadonlyMap<Section, Section | undefined>,
  out: Map<Section, Taker[]>,
): void {
  const over = [block];
  const found: [Section, Taker][] = [];
  for (let at = source; at; at = sources.get(at)) {
    found.push([at, { block, over: [...over] }]);
    const defaults = at.items[0] as Block;
    over.push(defaults);
  }
  const isOff = over.map(ownKeywords).find(({ on, off }) => on.has('disabled') || off.has('disabled'));
  if (isOff?.on.has('disabled')) return;
  for (const [section, taker] of found) {
    const takers = out.get(section);
    if (takers) takers.push(taker);
    else out.set(section, [taker]);
  }
}

/** Whether a proxy looks at what a line of its defaults has put into a slot. */
export function isLookedAt(node: Node, slot: Slot, taker: Taker): boolean {
  const defaults = node.parent!;
  return (
    slot !== 'forwarded' &&
    usesSlot(taker.block.type, slot, false) &&
    [defaults, ...taker.over].every((block) =>
      block.items.every((other) => other === node || slotOf(other.words) !== slot || isBefore(other, node)),
    )
  );
}

const isBefore = (other: Node, node: Node): boolean => other.parent === node.parent && other.line < node.line;
