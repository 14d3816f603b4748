import { URI, Utils } from 'vscode-uri';
import { Kept } from './core/kept';
import type { Inclusion } from './core/language';
import type { Word } from './core/scan';
import { lineRange } from './core/text';
import { outerBlock, type Section, walk } from './core/tree';
import type { LanguageDocument } from './documents';
import { expandGlob, type FileSource } from './files';

/** An include statement with the files that it leads to. */
export interface Include extends Inclusion {
  /** Type of the block that it stands in; `''`: the top level. */
  readonly block: string;
}

/** As it stands in a section; the line counts from the section's first. */
interface Statement {
  readonly line: number;
  readonly path: Word;
  readonly block: string;
}

const includesIn = new Kept<readonly Statement[]>();

/** The include statements of a document, wherever they stand; paths count from its folder. */
export function includesOf(files: FileSource, { parsed, language: { includes } }: LanguageDocument): Include[] {
  if (!includes) return [];
  const folder = folderOf(parsed.uri);
  return parsed.sections.flatMap((section) =>
    statementsIn(section, includes).map(({ line, path, block }) => ({
      range: lineRange(section.start + line, path.start, path.end),
      targets: expandGlob(files, folder, path.text),
      block,
    })),
  );
}

function statementsIn(section: Section, includes: RegExp): readonly Statement[] {
  let out = includesIn.get(section);
  if (out) return out;
  out = walk(section.items).flatMap(({ line, parent, words: [first, path] }) =>
    path && !path.dynamic && includes.test(first!.text) ? [{ line, path, block: parent?.type ?? '' }] : [],
  );
  return includesIn.set(section, out);
}

function folderOf(uri: string): URI {
  return Utils.dirname(URI.parse(uri));
}

/** A block of which nothing is known: whatever stands in it is left alone. */
const UNKNOWN = '?';

/** Which files are included by which others. */
export class Includers {
  private readonly from = new Map<string, LanguageDocument[]>();
  private readonly placed = new Set<string>();

  /** @param documents all files that may include others. */
  constructor(
    private readonly files: FileSource,
    documents: Iterable<LanguageDocument>,
  ) {
    for (const document of documents) {
      for (const uri of new Set(includesOf(files, document).flatMap(({ targets }) => targets))) {
        const known = this.from.get(uri);
        if (known) known.push(document);
        else this.from.set(uri, [document]);
      }
    }
  }

  /** The file with which the program begins to read what leads to `uri`; of several the first. */
  top(uri: string): string {
    const seen = new Set([uri]);
    let top = uri;
    for (;;) {
      const next = this.from.get(top)?.find(({ parsed }) => !seen.has(parsed.uri));
      if (!next) return top;
      top = next.parsed.uri;
      seen.add(top);
    }
  }

  /**
   * Has a document's text stand where the files that include it have it. One that stands in several blocks, or is part
   * of a file that nobody knows, stands in none that is known.
   * @returns whether it is known where it stands.
   */
  place(document: LanguageDocument): boolean {
    const { parsed, language } = document;
    if (!this.placed.has(parsed.uri)) {
      this.placed.add(parsed.uri);
      const blocks = new Set(this.outside(parsed.uri).flatMap((other) => this.blocksOf(other, parsed.uri)));
      const [only = language.isPart?.(parsed) ? UNKNOWN : ''] = blocks;
      const block = blocks.size > 1 ? UNKNOWN : only;
      parsed.standIn(block === '' ? undefined : outerBlock(block));
    }
    return !parsed.sections[0]?.outer?.type.startsWith(UNKNOWN);
  }

  /** The files that include this one, without those that it includes itself. */
  private outside(uri: string): LanguageDocument[] {
    return this.from.get(uri)?.filter((other) => !this.leadsTo(uri, other.parsed.uri)) ?? [];
  }

  /** Whether `uri` includes `other`, or what does. */
  private leadsTo(uri: string, other: string, seen = new Set<string>()): boolean {
    if (uri === other) return true;
    if (seen.has(other)) return false;
    seen.add(other);
    return (this.from.get(other) ?? []).some(({ parsed }) => this.leadsTo(uri, parsed.uri, seen));
  }

  /** The blocks in which `other` includes a file; where it stands itself is found out first. */
  private blocksOf(other: LanguageDocument, uri: string): string[] {
    this.place(other);
    return includesOf(this.files, other).flatMap(({ targets, block }) => (targets.includes(uri) ? [block] : []));
  }
}
