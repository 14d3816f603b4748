import { URI, Utils } from 'vscode-uri';
import type { FileSource } from './files';

const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** The Compose files in the folder of a file and those above it, nearest first, with what was made of each. */
export class ComposeFiles<T> {
  private readonly known = new Map<string, T | undefined>();

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
    const file = URI.parse(uri);
    const root = this.roots().find((one) => isBelow(file, one));
    for (let folder = Utils.dirname(file); ; folder = Utils.dirname(folder)) {
      const found = this.read(folder);
      if (found !== undefined) yield found;
      if (!root || !isBelow(folder, root)) return;
    }
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

function isBelow(one: URI, folder: URI): boolean {
  const path = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return one.scheme === folder.scheme && one.path.startsWith(path);
}
