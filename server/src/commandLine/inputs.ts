import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { URI } from 'vscode-uri';
import type { Language } from '../core/language';
import { detectLanguage } from '../detect';
import { languageById } from '../engine';
import { filesOf } from './folders';
import { UsageError } from './usage';

/** A file to work on. */
export interface Input {
  /** As given on the command line; `-`: standard input. */
  readonly file: string;
  readonly uri: string;
  readonly language: Language;
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
}

/**
 * The files named on the command line, those below the folders named there, and the files in the list.
 * @param language Of folders, only its files are taken.
 */
export function fileNames(
  positionals: readonly string[],
  list: string | undefined,
  language: string | undefined,
): string[] {
  const listed = list === undefined ? [] : linesOf(list);
  const all = [...positionals.flatMap((name) => filesOf(name, language)), ...listed];
  if (all.length === 0) throw new UsageError('no FILE given');
  return all;
}

function linesOf(list: string): string[] {
  try {
    return readText(list)
      .text.split(/\r?\n/)
      .filter((line) => line.trim() !== '');
  } catch (error) {
    throw new UsageError(`cannot read ${list}: ${reason(error)}`);
  }
}

/**
 * Reads the files one after the other.
 * @param refuse is told of each that cannot be read or whose language cannot be told; it is left out.
 */
export function* readInputs(
  files: readonly string[],
  languageId: string | undefined,
  refuse: (message: string) => void,
): Generator<Input> {
  const given = languageId === undefined ? undefined : languageById(languageId);
  if (languageId !== undefined && !given) throw new UsageError(`there is no language "${languageId}"`);
  for (const file of files) {
    let read;
    try {
      read = readText(file);
    } catch (error) {
      refuse(`cannot read ${file}: ${reason(error)}`);
      continue;
    }
    const language = given ?? languageById(detectLanguage(resolve(file), read.text) ?? '');
    if (language) yield { file, uri: URI.file(resolve(file)).toString(), language, ...read };
    else refuse(`cannot tell the language of ${file}: give --language`);
  }
}

/** Any bytes are a text: those that are not UTF-8 are taken as Latin-1, which loses none. */
function readText(file: string): Pick<Input, 'text' | 'encoding'> {
  const bytes = readFileSync(file === '-' ? 0 : file);
  const text = bytes.toString('utf8');
  if (!text.includes('\uFFFD') || Buffer.from(text, 'utf8').equals(bytes)) return { text, encoding: 'utf8' };
  return { text: bytes.toString('latin1'), encoding: 'latin1' };
}

function reason(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EISDIR')
    return 'it is a folder, and no file below it has the name of a configuration; name the files themselves';
  return error instanceof Error ? error.message : String(error);
}
