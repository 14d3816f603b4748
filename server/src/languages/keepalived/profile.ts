import data from '../../../data/keepalived.json';
import type { Syntax } from '../../core/document';
import { loadSchema, type SchemaData } from '../../core/schemaData';
import { braceStructure } from '../../core/braces';
import { scanLine } from './scanner';

/** Every block of every version: the shape of a file does not depend on the version it is checked for. */
const everything = loadSchema(data as SchemaData);

/** Keywords that only the top level knows: a block that is open before one of them lacks its brace. */
const topOnly = new Set<string>(
  everything.blocks
    .get('')!
    .keywords.all.filter((k) => k.block !== undefined)
    .map((k) => k.name),
);
for (const block of everything.blocks.values()) {
  if (block.type === '') continue;
  for (const keyword of block.keywords.all) topOnly.delete(keyword.name);
}

/** Keywords that open a block wherever they are known: one without a brace lacks it. */
const alwaysBlock = new Set<string>();
for (const block of everything.blocks.values())
  for (const k of block.keywords.all) if (k.block !== undefined) alwaysBlock.add(k.name);
for (const block of everything.blocks.values())
  for (const k of block.keywords.all) if (k.block === undefined) alwaysBlock.delete(k.name);

/** How keepalived.conf is cut into words, statements and blocks. */
export const syntax: Syntax = {
  scan: scanLine,
  structure: braceStructure({
    blockType: (parent, keyword) => (parent === '' ? keyword : `${parent}.${keyword}`),
    onlyTopLevel: (line) => line.words[0] !== undefined && !line.words[0].quoted && topOnly.has(line.words[0].text),
    role(type, word) {
      const block = everything.blocks.get(type);
      const keyword = block?.keywords.get(word);
      if (keyword) return keyword.block === undefined ? 'keyword' : 'block';
      return block?.open ? 'item' : undefined;
    },
    alwaysBlock: (word) => alwaysBlock.has(word),
  }),
};
