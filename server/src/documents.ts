import { ParsedDocument } from './core/document';
import type { Configuration, Inclusion, Language } from './core/language';
import type { Schema } from './core/schema';
import { SymbolIndex } from './core/symbols';
import type { TextChange } from './core/text';

/** A parsed document with the language and version it is read in, and its index of names. */
export interface LanguageDocument {
  readonly parsed: ParsedDocument;
  readonly language: Language;
  readonly schema: Schema;
  readonly index: SymbolIndex;
  /** Ends the upkeep of the index. */
  readonly detach: () => void;
}

export function openDocument(
  uri: string,
  language: Language,
  text: string,
  version: string,
  revision = 0,
): LanguageDocument {
  return attach(new ParsedDocument(uri, language.syntax, text, revision), language, version);
}

/** The same text read as another version of its language; takes the place of `document`. */
export function withVersion(document: LanguageDocument, version: string): LanguageDocument {
  if (document.schema.version === version) return document;
  document.detach();
  return attach(document.parsed, document.language, version);
}

export function changeDocument(document: LanguageDocument, changes: readonly TextChange[], revision: number): void {
  document.parsed.update(changes, revision);
}

function attach(parsed: ParsedDocument, language: Language, version: string): LanguageDocument {
  const schema = language.schema(version);
  const index = new SymbolIndex((section) => language.symbols(section, schema));
  for (const section of parsed.sections) index.add(section);
  const detach = parsed.observe((removed, added) => {
    for (const section of removed) index.remove(section);
    for (const section of added) index.add(section);
  });
  return { parsed, language, schema, index, detach };
}

/** Documents as one configuration, in the program's reading order. */
export function configurationOf(
  documents: readonly LanguageDocument[],
  incomplete = false,
  includes: (document: LanguageDocument) => readonly Inclusion[] = () => [],
): Configuration {
  const known = new Map(documents.map((document) => [document.parsed, document]));
  return {
    documents: documents.map((document) => document.parsed),
    index: (parsed) => known.get(parsed)!.index,
    includes: (parsed) => includes(known.get(parsed)!),
    incomplete,
  };
}
