import type { ParsedDocument } from '../../core/document';
import type { Schema } from '../../core/schema';
import { addressFamily } from './address';
import { isInclude } from './blocks';

/** A file with such a name is where keepalived begins. */
const MAIN = /(?:^|\/)keepalived[^/]*$/;

/**
 * Nothing in the text can stand on the top level, and all of it in some block: it is to be included from inside one.
 * @param everything what any version knows.
 */
export function isPart({ uri, sections }: ParsedDocument, everything: Schema): boolean {
  if (MAIN.test(uri)) return false;
  const { keywords } = everything.blocks.get('')!;
  let parts = 0;
  for (const item of sections.flatMap((section) => section.items)) {
    const [first] = item.words;
    if (first!.dynamic || isInclude(item)) continue;
    const text = first!.text;
    if (keywords.get(text) || !(isAddress(text) || isKnown(text, everything))) return false;
    parts++;
  }
  return parts > 0;
}

function isAddress(text: string): boolean {
  return addressFamily(text.split('/')[0]!) !== undefined;
}

function isKnown(text: string, everything: Schema): boolean {
  return [...everything.blocks.values()].some((block) => block.keywords.get(text));
}
