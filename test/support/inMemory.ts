import { URI } from 'vscode-uri';
import type { FileSource } from '../../server/src/files';

/** Files in memory, by path. */
export function inMemory(files: Record<string, string>): FileSource & { readonly reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    read(uri) {
      const { path } = URI.parse(uri);
      reads.push(path);
      return files[path];
    },
    list(uri) {
      const folder = `${URI.parse(uri).path.replace(/\/$/, '')}/`;
      const below = Object.keys(files).filter((path) => path.startsWith(folder));
      return below.length === 0
        ? undefined
        : [...new Set(below.map((path) => path.slice(folder.length).split('/')[0]!))].sort();
    },
  };
}
