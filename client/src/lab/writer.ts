/** Writes the files of a lab without losing what is there. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cancelled } from './errorMap';

export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Writes files unless they are there; remembers which. */
export class Writer {
  /** Relative paths written. */
  readonly written: string[] = [];
  /** Relative paths that were there and differ from what would have been written. */
  readonly kept: string[] = [];

  constructor(
    private readonly folder: string,
    private readonly overwrite: boolean,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async write(path: string, text: string, mode = 0o644): Promise<void> {
    if (this.signal?.aborted === true) throw cancelled();
    const target = join(this.folder, path);
    if (await isThere(target)) {
      if ((await readFile(target, 'utf8')) === text) return;
      if (!this.overwrite) {
        this.kept.push(path);
        return;
      }
    }
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text, { mode });
    this.written.push(path);
  }
}
