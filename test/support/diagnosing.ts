import type { Language } from '../../server/src/core/language';
import { configurationOf, openDocument } from '../../server/src/documents';
import { type Diagnosis, diagnose } from '../../server/src/features/diagnostics';
import type { Expected } from './annotated';

/** What is found in a text that stands alone. */
export function diagnosed(language: Language, text: string, version = language.defaultVersion): Diagnosis[] {
  const document = openDocument('file:///test', language, text, version);
  return diagnose(document.parsed, language, document.schema, configurationOf([document]), { levels: {} });
}

/** Findings in the form of annotations; one of several lines is cut at the end of its first. */
export function asExpected(text: string, found: readonly Diagnosis[]): Expected[] {
  const lines = text.split('\n');
  return found.map(({ range, severity, rule }) => ({
    line: range.start.line,
    start: range.start.character,
    end: range.end.line === range.start.line ? range.end.character : lines[range.start.line]!.trimEnd().length,
    severity,
    rule,
  }));
}
