import {
  type BlockSchema,
  existsIn,
  type Keyword,
  KeywordTable,
  type OptionSet,
  type Schema,
  type Versioned,
} from './schema';

/** The committed form of a language's schema (`server/data/<language>.json`), all versions in one. */
export interface SchemaData {
  /** Supported versions, oldest first. */
  readonly versions: readonly string[];
  readonly blocks: readonly Omit<BlockSchema, 'keywords'>[];
  /** Each keyword once, with the blocks that may hold it. A keyword whose arguments changed has an entry per form. */
  readonly keywords: readonly (Keyword & { readonly in: readonly string[] })[];
  /** Named parameters, by option set. */
  readonly options: Readonly<Record<string, readonly Keyword[]>>;
}

/** The part of the data that `version` knows; without a version, all of it. */
export function loadSchema(data: SchemaData, version?: string): Schema {
  const keep = (what: Versioned): boolean => version === undefined || existsIn(what, version);
  const trim = <K extends Keyword>(keyword: K): K => trimValues(keyword, keep);
  const byBlock = new Map<string, Keyword[]>();
  for (const keyword of data.keywords) {
    if (!keep(keyword)) continue;
    const trimmed = trim(keyword);
    for (const type of keyword.in) {
      const list = byBlock.get(type);
      if (list) list.push(trimmed);
      else byBlock.set(type, [trimmed]);
    }
  }
  const blocks = new Map<string, BlockSchema>();
  for (const block of data.blocks) {
    if (keep(block)) blocks.set(block.type, { ...block, keywords: new KeywordTable(byBlock.get(block.type) ?? []) });
  }
  const options = new Map<string, OptionSet>();
  for (const [set, keywords] of Object.entries(data.options)) {
    options.set(set, new Map(keywords.filter(keep).map((keyword) => [keyword.name, trim(keyword)])));
  }
  return { version: version ?? data.versions.at(-1)!, blocks, options };
}

function trimValues<K extends Keyword>(keyword: K, keep: (what: Versioned) => boolean): K {
  if (!keyword.args.some((arg) => arg.values?.some((value) => !keep(value)))) return keyword;
  const args = keyword.args.map((arg) => (arg.values ? { ...arg, values: arg.values.filter(keep) } : arg));
  return { ...keyword, args };
}
