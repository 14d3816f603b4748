import { URI, Utils } from 'vscode-uri';
import type { NamedFiles, Validity } from './core/namedFiles';
import type { FileSource } from './files';

/** Rules ask after every keystroke: what was read is believed for so long (milliseconds), as nobody may tell of a change. */
const BELIEVED = 5000;

/** The files that documents name, each read once in a while. */
export class FilesNamed {
  private readonly lists = new Map<string, readonly string[] | undefined>();
  private readonly presence = new Map<string, boolean | undefined>();
  private readonly texts = new Map<string, string | undefined>();
  private readonly validities = new Map<string, readonly Validity[]>();
  private readonly known = new Map<string, NamedFiles>();
  private since = 0;

  /** @param folders Those of the workspace. */
  constructor(
    private readonly files: FileSource,
    private readonly folders: () => readonly URI[],
  ) {}

  /** Files or folders have changed. */
  forget(): void {
    for (const kept of [this.lists, this.presence, this.texts, this.validities, this.known]) kept.clear();
  }

  of(document: string): NamedFiles {
    if (Date.now() - this.since > BELIEVED) {
      this.forget();
      this.since = Date.now();
    }
    return keep(this.known, document, () => this.seenFrom(URI.parse(document)));
  }

  private seenFrom(document: URI): NamedFiles {
    const own = Utils.dirname(document);
    const roots = [own, ...this.folders()];
    const addresses = new Map<string, string | undefined>();
    const list = (uri: string): readonly string[] | undefined => keep(this.lists, uri, () => this.files.list(uri));
    return {
      folders: this.above(own).map(String),
      resolve: (folder, path) =>
        keep(addresses, `${folder}\n${path}`, () => {
          const found = Utils.resolvePath(URI.parse(folder), path);
          return roots.some((root) => isBelow(found, root)) ? found.toString() : undefined;
        }),
      inside: (folder, name) => Utils.joinPath(URI.parse(folder), name).toString(),
      has: (uri) =>
        keep(this.presence, uri, () => {
          const found = URI.parse(uri);
          return list(Utils.dirname(found).toString())?.includes(Utils.basename(found));
        }),
      list,
      read: (uri) => keep(this.texts, uri, () => this.files.read(uri)),
      certificates: (uri) => keep(this.validities, uri, () => this.files.certificates?.(uri) ?? []),
    };
  }

  private above(own: URI): URI[] {
    const root = this.folders().find((folder) => isBelow(own, folder));
    const out = [own];
    for (let at = own; root && at.path !== root.path && at.path !== '/';) out.push((at = Utils.dirname(at)));
    return out;
  }
}

function isBelow(one: URI, root: URI): boolean {
  const path = root.path.replace(/\/+$/, '');
  return one.scheme === root.scheme && (one.path === path || one.path.startsWith(`${path}/`));
}

function keep<T>(kept: Map<string, T>, key: string, find: () => T): T {
  if (!kept.has(key)) kept.set(key, find());
  return kept.get(key)!;
}
