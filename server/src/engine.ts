import type { Language } from './core/language';
import type { TextChange } from './core/text';
import { changeDocument, configurationOf, type LanguageDocument, openDocument } from './documents';
import { type Diagnosis, diagnose } from './features/diagnostics';
import { haproxy } from './languages/haproxy';
import { keepalived } from './languages/keepalived';

/** Every language; the only place that names them. */
export const languages: readonly Language[] = [haproxy, keepalived];

/**
 * The library behind one facade: texts go in, answers come out. It knows no connection and starts no process; the
 * language server and the command line are its faces.
 */
export class Engine {
  private readonly documents = new Map<string, LanguageDocument>();

  open(uri: string, languageId: Language['id'], text: string, version: string, revision = 0): void {
    const language = languages.find((one) => one.id === languageId)!;
    this.documents.set(uri, openDocument(uri, language, text, version, revision));
  }

  change(uri: string, changes: readonly TextChange[], revision: number): void {
    const document = this.documents.get(uri);
    if (document) changeDocument(document, changes, revision);
  }

  close(uri: string): void {
    this.documents.delete(uri);
  }

  diagnose(uri: string): Diagnosis[] {
    const document = this.documents.get(uri);
    if (!document) return [];
    const { parsed, language, schema } = document;
    return diagnose(parsed, language, schema, configurationOf([document]), { levels: {} });
  }
}
