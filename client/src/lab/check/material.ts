/** What a program needs to see to judge a file: the file, what stands around it, and the texts of open editors. */
import { relative, sep } from 'node:path';
import { copiedEntries } from '../contextFiles';
import type { CopyPlan } from '../plan';
import type { TarEntry } from '../tar';

export interface Material {
  /** Absolute path here of the file to be judged. */
  readonly file: string;
  /** Files and folders that go along, and where they belong. */
  readonly copies: readonly CopyPlan[];
  /** Texts by absolute path that are newer than the files: what the editors hold. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Where a file of ours lies once it is copied; undefined: it does not go along. */
export function pathAt(copies: readonly CopyPlan[], file: string): string | undefined {
  for (const { from, to } of copies) {
    const folder = from.replace(/[\\/]$/, '');
    if (file === folder) return to;
    if (file.startsWith(folder + sep)) {
      return `${to.replace(/\/$/, '')}/${relative(folder, file).replaceAll('\\', '/')}`;
    }
  }
  return undefined;
}

/** The other way round: which file of ours lies at that path there. */
export function fileAt(copies: readonly CopyPlan[], path: string): string | undefined {
  for (const { from, to } of copies) {
    const folder = to.replace(/\/$/, '');
    if (path === folder) return from;
    if (path.startsWith(`${folder}/`)) {
      return from.replace(/[\\/]$/, '') + path.slice(folder.length).replaceAll('/', sep);
    }
  }
  return undefined;
}

/** The files to send, with the editors' texts in the place of what is on disk. @throws LabError definition. */
export async function entriesOf({ copies, texts }: Material): Promise<TarEntry[]> {
  const entries = new Map((await copiedEntries(copies)).map((entry) => [entry.path, entry]));
  for (const [file, text] of texts) {
    const path = pathAt(copies, file)?.replace(/^\//, '');
    if (path !== undefined) entries.set(path, { path, data: Buffer.from(text), mode: 0o644 });
  }
  return [...entries.values()];
}
