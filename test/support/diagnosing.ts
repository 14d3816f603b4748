import type { Language } from '../../server/src/core/language';
import { configurationOf, openDocument } from '../../server/src/documents';
import { type Diagnosis, diagnose } from '../../server/src/features/diagnostics';
import type { Expected } from './annotated';

/**
 * What is found in a text that stands alone.
 * @param processors of the machine that it is for, where that is known.
 */
export function diagnosed(
  language: Language,
  text: string,
  version = language.defaultVersion,
  processors?: number,
): Diagnosis[] {
  const document = openDocument('file:///test', language, text, version);
  const options = { levels: {}, processors: () => processors };
  return diagnose(document.parsed, language, document.schema, configurationOf([document]), options);
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
