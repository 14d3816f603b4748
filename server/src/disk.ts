import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { URI, Utils } from 'vscode-uri';
import { validitiesIn } from './certificates';
import type { FileSource } from './files';
import { languageOfPath } from './detect';

/** Files of this machine. What cannot be read, for whatever reason, is as good as not there. */
export const disk: FileSource = {
  read: (uri) => attempt(() => readFileSync(pathOf(uri), 'utf8')),
  list: (uri) => attempt(() => readdirSync(pathOf(uri)).sort()),
  certificates: (uri) => attempt(() => validitiesIn(readPem(pathOf(uri)))),
};

/** Bytes: all authorities of a system need a quarter of it. */
const LARGEST_PEM = 1 << 20;

/** A configuration may name anything: a pipe would never answer. */
function readPem(path: string): string {
  const about = statSync(path);
  return about.isFile() && about.size <= LARGEST_PEM ? readFileSync(path, 'latin1') : '';
}

/** Whether a folder of this name holds no configuration of the project's own. */
export function isSkipped(name: string): boolean {
  return /^(node_modules|\..*)$/.test(name);
}

const MOST_FOLDERS = 2000;

/** Addresses of the files below a folder that some language claims by name. */
export async function configurationFiles(folder: URI): Promise<string[]> {
  const out: string[] = [];
  const waiting = folder.scheme === 'file' ? [folder] : [];
  for (let seen = 0; waiting.length > 0 && seen < MOST_FOLDERS; seen++) {
    const next = waiting.shift()!;
    const entries = (await readdir(next.fsPath, { withFileTypes: true }).catch(onlyFileErrors)) ?? [];
    for (const entry of entries) {
      const child = Utils.joinPath(next, entry.name);
      if (entry.isDirectory() && !isSkipped(entry.name)) waiting.push(child);
      else if (entry.isFile() && languageOfPath(child.path)) out.push(child.toString());
    }
  }
  return out;
}

function pathOf(uri: string): string {
  return URI.parse(uri).fsPath;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    onlyFileErrors(error);
    return undefined;
  }
}

/** Errors of the file system carry a code; anything else is a fault of ours. */
function onlyFileErrors(error: unknown): void {
  if (error instanceof Error && 'code' in error) return;
  throw error;
}
