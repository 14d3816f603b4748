import { URI, Utils } from 'vscode-uri';
import type { FileSource } from './files';

const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** The Compose files in the folder of a file and those above it, nearest first, with what was made of each. */
export class ComposeFiles<T> {
  private readonly known = new Map<string, T | undefined>();
  /** Those looked through last: files of one folder come one after the other. */
  private last:
    { readonly parent: string; readonly roots: readonly URI[]; readonly folders: readonly URI[] } | undefined;

  /** @param roots folders above which none is looked for. */
  constructor(
    private readonly files: FileSource,
    private readonly roots: () => readonly URI[],
    private readonly make: (uri: string, text: string) => T | undefined,
  ) {}

  /** Files have changed: everything is read again. */
  clear(): void {
    this.known.clear();
  }

  *above(uri: string): Generator<T> {
    for (const folder of this.foldersOf(uri)) {
      const found = this.read(folder);
      if (found !== undefined) yield found;
    }
  }

  private foldersOf(uri: string): readonly URI[] {
    const roots = this.roots();
    const parent = uri.slice(0, uri.lastIndexOf('/'));
    if (this.last?.parent !== parent || this.last.roots !== roots)
      this.last = { parent, roots, folders: foldersAbove(URI.parse(uri), roots) };
    return this.last.folders;
  }

  private read(folder: URI): T | undefined {
    const id = folder.toString();
    if (this.known.has(id)) return this.known.get(id);
    const name = this.files.list(id)?.find((one) => NAMES.includes(one));
    const uri = name === undefined ? undefined : Utils.joinPath(folder, name).toString();
    const text = uri === undefined ? undefined : this.files.read(uri);
    const made = uri === undefined || text === undefined ? undefined : this.make(uri, text);
    this.known.set(id, made);
    return made;
  }
}

/** The folder of a file and those above it, up to the root that holds it; without one, the folder alone. */
function foldersAbove(file: URI, roots: readonly URI[]): URI[] {
  const root = roots.find((one) => isBelow(file, one));
  const folders = [Utils.dirname(file)];
  while (root && isBelow(folders.at(-1)!, root)) folders.push(Utils.dirname(folders.at(-1)!));
  return folders;
}

function isBelow(one: URI, folder: URI): boolean {
  const path = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return one.scheme === folder.scheme && one.path.startsWith(path);
}
