import type { ParsedDocument } from '../core/document';
import type { Language } from '../core/language';

const DIRECTIVE = /haconf:\s*ignore\[([^\]]*)\]/;

/**
 * Whether a comment silences `rule` on `line`: `# haconf: ignore[rule, other]` on the line itself, alone on the line
 * before, or, for the whole file, among the comments at its top (before the first statement).
 */
export function isSuppressed(document: ParsedDocument, _language: Language, rule: string, line: number): boolean {
  if (names(document, line).includes(rule)) return true;
  if (line > 0 && document.scanned[line - 1]!.words.length === 0 && names(document, line - 1).includes(rule)) return true;
  for (let i = 0; i < document.scanned.length; i++) {
    if (document.scanned[i]!.words.length > 0) return false;
    if (names(document, i).includes(rule)) return true;
  }
  return false;
}

function names(document: ParsedDocument, line: number): string[] {
  const scanned = document.scanned[line];
  if (!scanned || scanned.comment < 0) return [];
  const found = DIRECTIVE.exec(scanned.text.slice(scanned.comment));
  return found ? found[1]!.split(',').map((name) => name.trim()) : [];
}
