import { type Range, SemanticTokenModifiers, SemanticTokenTypes, SymbolKind } from 'vscode-languageserver-types';
import { byPosition, type PlacedOccurrence, rangeOf } from '../core/symbols';
import type { View } from './view';

const TYPES: Partial<Record<SymbolKind, SemanticTokenTypes>> = {
  [SymbolKind.Module]: SemanticTokenTypes.namespace,
  [SymbolKind.Namespace]: SemanticTokenTypes.namespace,
  [SymbolKind.Class]: SemanticTokenTypes.class,
  [SymbolKind.Interface]: SemanticTokenTypes.interface,
  [SymbolKind.Function]: SemanticTokenTypes.function,
  [SymbolKind.Method]: SemanticTokenTypes.method,
  [SymbolKind.Event]: SemanticTokenTypes.event,
  [SymbolKind.Field]: SemanticTokenTypes.property,
  [SymbolKind.Property]: SemanticTokenTypes.property,
};
const types = [...new Set([...Object.values(TYPES), SemanticTokenTypes.variable])];

/** What the numbers in the tokens stand for. */
export const tokenLegend = {
  tokenTypes: types as string[],
  tokenModifiers: [SemanticTokenModifiers.definition as string],
};

/** Names that are defined and used within a range: five numbers each, as the protocol has it, relative to the one before. */
export function semanticTokens(view: View, { start, end }: Range): number[] {
  const { document, configuration, language } = view;
  const index = configuration.index(document);
  const out: number[] = [];
  let [line, column] = [0, 0];
  for (
    let i = document.sectionIndexAt(start.line);
    document.sections[i] && document.sections[i]!.start <= end.line;
    i++
  ) {
    const section = document.sections[i]!;
    const lines = { first: start.line - section.start, last: end.line - section.start };
    for (const one of separate(index.inSection(section).filter((o) => o.line >= lines.first && o.line <= lines.last))) {
      const at = rangeOf(one).start;
      const icon = language.symbolKinds[one.kind]?.icon as SymbolKind | undefined;
      const type = types.indexOf((icon && TYPES[icon]) ?? SemanticTokenTypes.variable);
      const from = at.line === line ? at.character - column : at.character;
      out.push(at.line - line, from, one.end - one.start, type, one.role === 'definition' ? 1 : 0);
      [line, column] = [at.line, at.character];
    }
  }
  return out;
}

/** In the order of the text; where names lie over each other (a backend in a server's), the first. */
function separate(occurrences: readonly PlacedOccurrence[]): PlacedOccurrence[] {
  const out: PlacedOccurrence[] = [];
  for (const one of [...occurrences].sort((a, b) => byPosition(a, b) || a.end - b.end)) {
    const last = out.at(-1);
    if (!one.builtin && one.end > one.start && (last?.line !== one.line || one.start >= last.end)) out.push(one);
  }
  return out;
}
