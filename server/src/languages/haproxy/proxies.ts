import type { ParsedDocument } from '../../core/document';
import type { DocumentContext, Inherited } from '../../core/language';
import { Kept, type Keeper } from '../../core/kept';
import { type Block, isBlock, type Section } from '../../core/tree';
import { defaultsOf, inherit, inheritedAtStart, modeOf } from './inherit';
import { isPlain, ownKeywords, proxyOf } from './ownKeywords';

/**
 * A proxy with what it takes over, in the configuration as a whole. It is the same object for as long as neither changes,
 * so that rules keep with it what they found.
 */
export interface Proxy extends Keeper {
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

/** The context lives as long as one check, in which several rules ask. */
const kept = new WeakMap<DocumentContext, readonly Proxy[]>();

/** Every proxy of a configuration in the program's order; defaults go on from file to file. */
export function proxiesOf(context: DocumentContext): readonly Proxy[] {
  let proxies = kept.get(context);
  if (!proxies) kept.set(context, (proxies = readProxies(context)));
  return proxies;
}

function readProxies({ configuration, schema }: DocumentContext): Proxy[] {
  const out: Proxy[] = [];
  let inherited: Inherited = inheritedAtStart;
  let certain = true;
  for (const document of configuration.documents) {
    for (const section of document.sections) {
      const block = proxyOf(section);
      if (block) {
        let proxy = known.get(section);
        if (proxy?.certain !== certain || !isSame(proxy.inherited, inherited)) {
          const [mode, plain] = [modeOf(block, inherited), isPlain(section)];
          proxy = known.set(section, { section, block, document, inherited, certain, mode, plain, kept: [] });
        }
        out.push(proxy);
        continue;
      }
      const first = section.items[0];
      if (first && isBlock(first) && first.type === 'defaults') certain = section.lines[0]!.enter === 0;
      inherited = inherit(section, inherited, schema);
    }
  }
  return out;
}

const known = new Kept<Proxy>();

const isSame = (one: Inherited, other: Inherited): boolean => one === other || one.key === other.key;

/**
 * Whether what a configuration does not say is said nowhere: a file without global and defaults sections is most likely
 * read together with others.
 */
export function isWhole({ configuration }: DocumentContext): boolean {
  if (configuration.incomplete) return false;
  return configuration.documents.some((document) =>
    document.sections.some((section) => {
      const block = section.items[0];
      return block && isBlock(block) && (block.type === 'defaults' || block.type === 'global');
    }),
  );
}

/** Whether a proxy says something by keyword, itself or through its defaults. */
export function says({ block, inherited }: Proxy, ...names: readonly string[]): boolean {
  const { on, off } = ownKeywords(block);
  const { keywords } = defaultsOf(block, inherited);
  return names.some((name) => on.has(name) || (!off.has(name) && keywords.includes(name)));
}
