import type { DocumentContext } from '../../core/language';
import type { NamedFiles } from '../../core/namedFiles';
import type { ParsedDocument } from '../../core/document';
import type { Section } from '../../core/tree';
import { type Bases, basesOf, whereabouts, type Whereabouts } from './basePaths';
import { filesNamedIn, type NamedFile } from './namedFiles';

/** A file that a line names, with where it may be. */
export interface Sought extends Whereabouts {
  readonly section: Section;
  readonly file: NamedFile;
  readonly bases: Bases;
}

/** The files of TLS that the lines of a document name. */
export function* soughtIn(document: ParsedDocument, context: DocumentContext, files: NamedFiles): Generator<Sought> {
  let bases: Bases | undefined;
  for (const section of document.sections) {
    for (const file of filesNamedIn(section, context.schema)) {
      bases ??= basesOf(context);
      yield { section, file, bases, ...whereabouts(file, bases, files) };
    }
  }
}

/** The first of the places at which there is a file or a folder; of a bundle, its first file. */
export function foundAt({ places }: Whereabouts, endings: readonly string[], files: NamedFiles): string | undefined {
  const isThere = (uri: string): boolean => files.has(uri) === true;
  return places.find(isThere) ?? places.flatMap((uri) => endings.map((ending) => uri + ending)).find(isThere);
}

/** A line of a crt-list: its certificate, where it may be. */
export interface Listed extends Whereabouts {
  readonly path: string;
  /** From 1. */
  readonly number: number;
}

/** The certificates that a crt-list names. */
export function listedIn(uri: string, { file, bases }: Sought, files: NamedFiles): Listed[] {
  const lines = files.read(uri)?.split('\n') ?? [];
  return lines.flatMap((line, i) => {
    const path = /^\s*([^\s#@"'\\$][^\s"'\\$]*)(?=\s|$)/.exec(line)?.[1];
    if (path === undefined) return [];
    return [{ path, number: i + 1, ...whereabouts({ ...file, path, purpose: 'certificate' }, bases, files) }];
  });
}

/** HAProxy reads every other file of a folder. */
const BESIDE = /^\.|\.(?:key|issuer|ocsp|sctl)$/;

/** The files of a folder that HAProxy takes for certificates; `undefined`: it is none. */
export function certificatesInside(folder: string, files: NamedFiles): string[] | undefined {
  return files.list(folder)?.filter((name) => !BESIDE.test(name));
}
