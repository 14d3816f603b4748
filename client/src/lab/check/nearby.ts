/** The files that go along with one of which nothing else is known: those in its folder, if they are few. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { CopyPlan } from '../plan';

/** Where they are put in a container. */
const HOME = '/haconf-check';
const MOST_FILES = 500;
const MOST_BYTES = 8 * 1024 * 1024;
const SKIPPED = new Set(['.git', 'node_modules', '.venv']);

/**
 * The first of the folders whose files are few and small, whole; the file alone when none is.
 * @param folders Above the file, the one preferred first.
 */
export async function nearby(file: string, folders: readonly string[]): Promise<CopyPlan[]> {
  for (const folder of folders) {
    const files = await few(folder);
    if (files) return files.map((from) => ({ from, to: `${HOME}/${relative(folder, from).replaceAll(sep, '/')}` }));
  }
  return [{ from: file, to: `${HOME}/${file.split(sep).at(-1)!}` }];
}

async function few(folder: string): Promise<string[] | undefined> {
  const files: string[] = [];
  const folders = [folder];
  let bytes = 0;
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const entries: Dirent[] = await readdir(next, { withFileTypes: true });
    for (const entry of entries.filter(({ name }) => !SKIPPED.has(name))) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      if (!entry.isFile()) continue;
      bytes += (await stat(path)).size;
      if (files.push(path) > MOST_FILES || bytes > MOST_BYTES) return undefined;
    }
  }
  return files;
}
