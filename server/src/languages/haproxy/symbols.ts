import type { Occurrence, SymbolKind } from '../../core/symbols';

export const symbolKinds: Readonly<Record<string, SymbolKind>> = {};

export function symbolsOf(): Occurrence[] {
  return [];
}
