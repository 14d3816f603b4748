import { URI, Utils } from 'vscode-uri';
import type { Validity } from './core/namedFiles';

/** How the workspace reads files; given from outside, so that neither it nor the engine opens one itself. */
export interface FileSource {
  /** The text of a file; `undefined` when it cannot be read. */
  read(uri: string): string | undefined;
  /** Names in a folder, in the order of names; `undefined` when it cannot be read. */
  list(uri: string): readonly string[] | undefined;
  /** The certificates of a PEM file; `undefined` when it cannot be read. A source without this reads none. */
  certificates?(uri: string): readonly Validity[] | undefined;
}

/** Nothing can be read: documents stand alone. */
export const noFiles: FileSource = { read: () => undefined, list: () => undefined };

/** One spelling for each address: editors differ in what they escape. */
export function normalizeUri(uri: string): string {
  if (last?.given !== uri) last = { given: uri, normal: URI.parse(wellFormed(oneRoot(uri))).toString() };
  return last.normal;
}

/** Some editors write the address of a path that begins with two slashes with four of them, which is none. */
const oneRoot = (uri: string): string => uri.replace(/^file:\/{4,}/, 'file:///');

/** Half a character, as an unfinished edit leaves behind, can stand in no address. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/** The address asked for last: what is asked of a document is asked several times in a row. */
let last: { readonly given: string; readonly normal: string } | undefined;

/**
 * The files that a glob (as glob(3) has it, with braces) names, seen from the folder `base`; in the order of names.
 * A plain path names itself, whether it exists or not.
 */
export function expandGlob(files: FileSource, base: URI, pattern: string): string[] {
  return expandBraces(wellFormed(pattern)).flatMap((one) => expandPath(files, base, one));
}

function expandPath(files: FileSource, base: URI, pattern: string): string[] {
  const parts = pattern.split('/');
  const first = parts.findIndex(isGlob);
  if (first < 0) return [Utils.resolvePath(base, pattern).toString()];
  const start = parts.slice(0, first).join('/');
  let places = [Utils.resolvePath(base, start === '' && first > 0 ? '/' : start || '.')];
  for (const part of parts.slice(first)) places = places.flatMap((folder) => step(files, folder, part));
  return places.map(String);
}

function step(files: FileSource, folder: URI, part: string): URI[] {
  if (!isGlob(part)) return [Utils.joinPath(folder, part)];
  const pattern = globPattern(part);
  const names = files.list(folder.toString()) ?? [];
  return names
    .filter((name) => pattern.test(name) && (part.startsWith('.') || !name.startsWith('.')))
    .map((name) => Utils.joinPath(folder, name));
}

function isGlob(part: string): boolean {
  return /[*?]|\[.+\]/.test(part);
}

function globPattern(part: string): RegExp {
  const pieces = part.split(/(\[!?[^\]]+\])/).map((piece, i) => (i % 2 === 1 ? bracket(piece) : plain(piece)));
  return new RegExp(`^${pieces.join('')}$`);
}

/** `[a-z_]`, `[!0-9]`; a range that runs backwards holds nothing. */
function bracket(set: string): string {
  const not = set.startsWith('[!') ? '^' : '';
  const members = set.slice(1 + not.length, -1).match(/.-.|[^]/gs) ?? [];
  const written = members
    .filter((one) => one.length < 3 || one[0]! <= one[2]!)
    .map((one) => (one.length < 3 ? escaped(one) : `${escaped(one[0]!)}-${escaped(one[2]!)}`));
  return `[${not}${written.join('')}]`;
}

const escaped = (one: string): string => one.replace(/[\\\]^-]/, '\\$&');

function plain(text: string): string {
  return text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
}

function expandBraces(pattern: string): string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (!found) return [pattern];
  const before = pattern.slice(0, found.index);
  const after = pattern.slice(found.index + found[0].length);
  return found[1]!.split(',').flatMap((middle) => expandBraces(before + middle + after));
}
