import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver-types';
import { type PlacedOccurrence, rangeOf } from '../core/symbols';
import { lineRange } from '../core/text';
import { type Block, isBlock, type Node, type Section } from '../core/tree';
import { type View, writtenName } from './view';

/** The outline: sections and blocks, and in them the names they define. */
export function documentSymbols(view: View): DocumentSymbol[] {
  return view.document.sections.flatMap((section) => new SectionOutline(view, section).symbols());
}

class SectionOutline {
  private readonly names = new Map<number, PlacedOccurrence[]>();

  constructor(
    private readonly view: View,
    private readonly section: Section,
  ) {
    for (const one of view.configuration.index(view.document).inSection(section)) {
      if (one.role !== 'definition' || one.builtin) continue;
      const list = this.names.get(one.line);
      if (list) list.push(one);
      else this.names.set(one.line, [one]);
    }
  }

  symbols(items: readonly Node[] = this.section.items): DocumentSymbol[] {
    return items.flatMap((item) => (isBlock(item) ? [this.block(item)] : this.statement(item)));
  }

  private block(block: Block): DocumentSymbol {
    const [first, ...rest] = block.words;
    const keyword = first!.text;
    const name = rest.map((word) => word.text).join(' ');
    const head = lineRange(this.section.start + block.line, first!.start, block.words.at(-1)!.end);
    const last = this.section.start + block.lastLine;
    const end = block.close ? block.close.word.end : this.view.document.lines[last]!.length;
    const definition = this.names.get(block.line)?.[0];
    return {
      name: name || keyword,
      ...(name ? { detail: keyword } : {}),
      kind: this.icon(definition?.kind) ?? (block.parent ? SymbolKind.Object : SymbolKind.Namespace),
      range: {
        start: head.start,
        end: { line: last, character: Math.max(end, last === head.end.line ? head.end.character : 0) },
      },
      selectionRange: head,
      children: this.symbols(block.items),
    };
  }

  private statement(node: Node): DocumentSymbol[] {
    const [first] = node.words;
    const last = node.words.at(-1)!;
    const line = this.section.start + node.line;
    const here = this.names.get(node.line)?.filter((one) => one.start >= first!.start && one.end <= last.end) ?? [];
    return here.map((one) => ({
      name: writtenName(this.view.document, one),
      detail: this.view.language.symbolKinds[one.kind]?.label ?? one.kind,
      kind: this.icon(one.kind) ?? SymbolKind.Variable,
      range: lineRange(line, first!.start, last.end),
      selectionRange: rangeOf(one),
    }));
  }

  private icon(kind: string | undefined): SymbolKind | undefined {
    return kind === undefined ? undefined : (this.view.language.symbolKinds[kind]?.icon as SymbolKind | undefined);
  }
}

/** The most answers to one question for symbols of the workspace: nobody reads more. */
const MOST_ANSWERS = 500;

/** Definitions in any of the views whose name holds the letters of `query` in their order. */
export function workspaceSymbols(views: Iterable<View>, query: string): SymbolInformation[] {
  const out: SymbolInformation[] = [];
  const wanted = query.toLowerCase();
  for (const view of views) {
    for (const section of view.document.sections) {
      for (const one of view.configuration.index(view.document).inSection(section)) {
        if (one.role !== 'definition' || one.builtin || !holds(one.name.toLowerCase(), wanted)) continue;
        const kind = view.language.symbolKinds[one.kind];
        out.push({
          name: writtenName(view.document, one),
          kind: (kind?.icon ?? SymbolKind.Variable) as SymbolKind,
          location: { uri: view.document.uri, range: rangeOf(one) },
          containerName: containerOf(section, kind?.label ?? one.kind),
        });
        if (out.length === MOST_ANSWERS) return out;
      }
    }
  }
  return out;
}

function containerOf(section: Section, label: string): string {
  const head = section.items.find(isBlock)?.words.map((word) => word.text);
  return head ? `${label} in ${head.join(' ')}` : label;
}

function holds(name: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters) {
    const at = name.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
