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
export function isPart(document: ParsedDocument, everything: Schema): boolean {
  if (MAIN.test(document.uri)) return false;
  const { keywords } = everything.blocks.get('')!;
  let parts = 0;
  // Where it is found to stand changes how it is read: that must not change the answer.
  for (const item of document.itemsOnTop()) {
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
