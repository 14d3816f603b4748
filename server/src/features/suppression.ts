import type { ParsedDocument } from '../core/document';
import type { ScannedLine } from '../core/scan';

const DIRECTIVE = /haconf:\s*ignore\[([^\]]*)\]/;

/**
 * Answers whether a comment silences a rule on a line: `# haconf: ignore[rule, other]` on the line itself, alone on the
 * line before, or, for the whole file, among the comments at its top (before the first statement).
 */
export function suppressionsOf(document: ParsedDocument): (rule: string, line: number) => boolean {
  const everywhere = new Set<string>();
  for (const line of document.scanned) {
    if (line.words.length > 0) break;
    for (const name of ignoredBy(line)) everywhere.add(name);
  }
  return (rule, line) => {
    if (everywhere.has(rule) || ignoredBy(document.scanned[line]).includes(rule)) return true;
    const before = document.scanned[line - 1];
    return before?.words.length === 0 && ignoredBy(before).includes(rule);
  };
}

/** The rules that a comment on this line names. */
export function ignoredBy(line: ScannedLine | undefined): string[] {
  if (!line || line.comment < 0) return [];
  const found = DIRECTIVE.exec(line.text.slice(line.comment));
  return found ? found[1]!.split(',').map((name) => name.trim()) : [];
}

/** The comment that silences `rules` where it stands. */
export function ignoreComment(rules: readonly string[]): string {
  return `# haconf: ignore[${rules.join(', ')}]`;
}
