import type { Range } from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import type { Configuration, Language } from './core/language';
import { isFragment, isMain, languageOfPath, mainFilesAbove } from './detect';
import { configurationOf, type LanguageDocument, openDocument, withVersion } from './documents';
import type { FileSource } from './files';
import { type Include, Includers, includesOf } from './includes';

/** What the workspace asks of whoever holds the languages and settings. */
export interface Readings {
  language(id: Language['id']): Language;
  /** Version in which a file is read. */
  version(uri: string, language: Language): string;
  /** Files read together, in their order; each list makes one configuration. */
  together(id: Language['id']): readonly (readonly string[])[];
}

interface Members {
  readonly documents: readonly LanguageDocument[];
  readonly incomplete: boolean;
}

/**
 * Which files form one configuration: what `include` statements lead to, and what settings say is read together.
 * Files that are open are taken as they stand in the editor, others are read once and kept until they change.
 */
export class Workspace {
  private readonly open = new Map<string, LanguageDocument>();
  private readonly closed = new Map<string, LanguageDocument | undefined>();
  /** Files of the workspace that may belong to configurations, open or not. */
  private readonly known = new Map<string, Language['id']>();

  constructor(
    private readonly files: FileSource,
    private readonly readings: Readings,
  ) {}

  add(uri: string, language: Language, text: string, revision: number): void {
    this.closed.delete(uri);
    this.open.set(uri, openDocument(uri, language, text, this.readings.version(uri, language), revision));
  }

  remove(uri: string): void {
    this.open.delete(uri);
    this.closed.delete(uri);
  }

  /** Files on disk came, went or changed. */
  changed(uris: readonly string[]): void {
    for (const uri of uris) {
      this.closed.delete(uri);
      this.know(uri);
    }
  }

  /** A file of the workspace, which may be part of a configuration though nobody has it open. */
  know(uri: string): void {
    const id = languageOfPath(URI.parse(uri).path);
    if (id) this.known.set(uri, id);
  }

  /** An open document. */
  get(uri: string): LanguageDocument | undefined {
    return this.open.get(uri);
  }

  get openUris(): Iterable<string> {
    return this.open.keys();
  }

  /** Every file known, open or not. */
  *all(): Generator<LanguageDocument> {
    for (const id of new Set([...this.known.values(), ...[...this.open.values()].map(({ language }) => language.id)])) {
      for (const uri of this.uris(id)) {
        const document = this.find(uri, id);
        if (document) yield document;
      }
    }
  }

  /** Addresses of every file known of a language, whether it can be read or not. */
  uris(id: Language['id']): string[] {
    const open = [...this.open.values()].filter(({ language }) => language.id === id).map(({ parsed }) => parsed.uri);
    const closed = [...this.known].filter(([uri, own]) => own === id && !this.open.has(uri)).map(([uri]) => uri);
    return [...open, ...closed];
  }

  /** A file as it stands in the editor, else on disk; `undefined` when it cannot be read. */
  find(uri: string, id: Language['id']): LanguageDocument | undefined {
    return this.document(uri, this.readings.language(id));
  }

  /** Reads the open documents as what the settings now say. */
  reread(): void {
    for (const [uri, document] of this.open) {
      this.open.set(uri, withVersion(document, this.readings.version(uri, document.language)));
    }
    this.closed.clear();
  }

  /** Paths in a document that name one other file: an include statement without wildcards, or with one match. */
  links(document: LanguageDocument): { range: Range; target: string }[] {
    return includesOf(this.files, document).flatMap(({ range, targets: [target, ...more] }) =>
      target === undefined || more.length > 0 ? [] : [{ range, target }],
    );
  }

  /** The configuration that a document is part of. */
  configuration(document: LanguageDocument): Configuration {
    const members = this.membersOf(document);
    const fragment = members.documents.length === 1 && isFragment(document.parsed.uri);
    const includes = (one: LanguageDocument): Include[] => includesOf(this.files, one);
    return configurationOf(members.documents, members.incomplete || fragment, includes);
  }

  private membersOf(document: LanguageDocument): Members {
    const { language, parsed } = document;
    for (const uris of this.readings.together(language.id)) {
      if (uris.includes(parsed.uri)) return this.gather(uris, language);
    }
    if (!language.includes) return { documents: [document], incomplete: false };
    const includers = this.includersOf(document);
    const members = this.gather([includers.top(parsed.uri)], language);
    const known = members.documents.map((one) => includers.place(one));
    return { documents: members.documents, incomplete: members.incomplete || known.includes(false) };
  }

  /** Who includes whom, among the files known; where none of them begins, also the main files above are read. */
  private includersOf({ parsed: { uri }, language }: LanguageDocument): Includers {
    const read = (uris: readonly string[]): LanguageDocument[] =>
      uris.flatMap((one) => this.document(one, language) ?? []);
    const known = this.uris(language.id);
    const includers = new Includers(this.files, read(known));
    const top = includers.top(uri);
    if (isMain(top, language.id)) return includers;
    const above = mainFilesAbove(top, language.id).filter((one) => !known.includes(one));
    return above.length === 0 ? includers : new Includers(this.files, read([...known, ...above]));
  }

  /** The files and what they include, in the order of reading; each once, so that a cycle ends. */
  private gather(uris: readonly string[], language: Language): Members {
    const seen = new Set<string>();
    const documents: LanguageDocument[] = [];
    let incomplete = false;
    const visit = (uri: string): void => {
      if (seen.has(uri)) return;
      seen.add(uri);
      const document = this.document(uri, language);
      if (!document) {
        incomplete = true;
        return;
      }
      documents.push(document);
      for (const { targets } of includesOf(this.files, document)) {
        // A glob that matches nothing here may match where the program runs.
        if (targets.length === 0) incomplete = true;
        targets.forEach(visit);
      }
    };
    uris.forEach(visit);
    return { documents, incomplete };
  }

  private document(uri: string, language: Language): LanguageDocument | undefined {
    const open = this.open.get(uri);
    if (open) return open.language === language ? open : undefined;
    if (this.closed.has(uri)) return this.closed.get(uri);
    const text = this.files.read(uri);
    const document =
      text === undefined ? undefined : openDocument(uri, language, text, this.readings.version(uri, language));
    this.closed.set(uri, document);
    return document;
  }
}
