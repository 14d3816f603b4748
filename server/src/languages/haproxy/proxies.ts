import type { ParsedDocument } from '../../core/document';
import type { DocumentContext, Inherited } from '../../core/language';
import { Kept, type Keeper } from '../../core/kept';
import { type Block, isBlock, type Section } from '../../core/tree';
import { defaultsOf, inherit, inheritedAtStart, modeOf } from './inherit';
import { isDisabled } from './late';
import { isPlain, ownKeywords, proxyOf } from './ownKeywords';

/**
 * A proxy with what it takes over, in the configuration as a whole. It is the same object for as long as neither changes:
 * see `Noted`.
 */
export interface Proxy {
  readonly section: Section;
  readonly block: Block;
  readonly document: ParsedDocument;
  readonly inherited: Inherited;
  /** What it takes over is read for certain: no defaults section above it stands in an `.if` branch. */
  readonly certain: boolean;
  /** In which it works. */
  readonly mode: string;
  /** None of its lines stands in an `.if` branch. */
  readonly plain: boolean;
}

/** The sections of a configuration, with what has come and gone since they were read before. */
export interface Sections {
  /** In the program's order; defaults go on from file to file. */
  readonly proxies: readonly Proxy[];
  /** Global and defaults sections, and all others that are no proxies. */
  readonly others: readonly Section[];
  /** The same for every check of a configuration. */
  readonly history: History;
  /** The proxies of the check before, from which `added` and `removed` tell the difference. */
  readonly before: readonly Proxy[];
  readonly added: readonly Proxy[];
  readonly removed: readonly Proxy[];
}

/** The context lives as long as one check, in which several rules ask. */
const current = new WeakMap<DocumentContext, Sections>();

/** The check before; holds what rules noted then. */
interface History extends Keeper {
  proxies: readonly Proxy[];
}

/** By the first document of the configuration. */
const histories = new WeakMap<ParsedDocument, History>();

export function sectionsOf(context: DocumentContext): Sections {
  let sections = current.get(context);
  if (!sections) current.set(context, (sections = readSections(context)));
  return sections;
}

/** Every proxy of a configuration in the program's order. */
export function proxiesOf(context: DocumentContext): readonly Proxy[] {
  return sectionsOf(context).proxies;
}

function readSections({ configuration: { documents }, schema }: DocumentContext): Sections {
  const proxies: Proxy[] = [];
  const others: Section[] = [];
  let inherited: Inherited = inheritedAtStart;
  let certain = true;
  for (const document of documents) {
    for (const section of document.sections) {
      let proxy = known.get(section);
      if (proxy?.certain !== certain || !isSame(proxy.inherited, inherited)) {
        const block = proxyOf(section);
        if (!block) {
          const first = section.items[0];
          if (first && isBlock(first) && first.type === 'defaults') certain = section.lines[0]!.enter === 0;
          inherited = inherit(section, inherited, schema);
          others.push(section);
          continue;
        }
        const [mode, plain] = [modeOf(block, inherited), isPlain(section)];
        proxy = known.set(section, { section, block, document, inherited, certain, mode, plain });
      }
      proxies.push(proxy);
    }
  }
  let history = histories.get(documents[0]!);
  if (!history) histories.set(documents[0]!, (history = { proxies: NONE, kept: [] }));
  const before = history.proxies;
  history.proxies = proxies;
  const { added, removed } = difference(before, proxies);
  return { proxies, others, history, before, added, removed };
}

const NONE: readonly Proxy[] = [];

const known = new Kept<Proxy>();

const isSame = (one: Inherited, other: Inherited): boolean => one === other || one.key === other.key;

/** What stands between the beginning and the end that two lists have in common. */
function difference<T>(before: readonly T[], after: readonly T[]): { added: T[]; removed: T[] } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { added: after.slice(start, after.length - end), removed: before.slice(start, before.length - end) };
}

/**
 * Whether what a configuration does not say is said nowhere: a file without global and defaults sections is most likely
 * read together with others.
 */
export function isWhole(context: DocumentContext): boolean {
  if (context.configuration.incomplete) return false;
  return sectionsOf(context).others.some(({ items: [block] }) => {
    return block && isBlock(block) && (block.type === 'defaults' || block.type === 'global');
  });
}

/** Whether a proxy says something by keyword, itself or through its defaults. */
export function says({ block, inherited }: Proxy, ...names: readonly string[]): boolean {
  const { on, off } = ownKeywords(block);
  const { keywords } = defaultsOf(block, inherited);
  return names.some((name) => on.has(name) || (!off.has(name) && keywords.includes(name)));
}

/** Whether a proxy works in TCP mode for certain; `whole`: what it does not say is said nowhere. */
export function isTcp({ block, mode, plain, certain }: Proxy, whole: boolean): boolean {
  if (mode !== 'tcp' || !plain) return false;
  const { on } = ownKeywords(block);
  if (on.has('disabled') || !((whole && certain) || on.has('mode'))) return false;
  // It may become HTTP later.
  return !block.items.some(({ words }) => words[2]?.text === 'switch-mode');
}

/** Whether a proxy works in HTTP mode for certain, and is not switched off; `whole` as for `isTcp`. */
export function isHttp({ block, mode, plain, certain, inherited }: Proxy, whole: boolean): boolean {
  if (mode !== 'http' || !plain || isDisabled(block, inherited)) return false;
  return (whole && certain) || ownKeywords(block).on.has('mode');
}
