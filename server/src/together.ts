import type { URI } from 'vscode-uri';
import type { Language } from './core/language';
import { expandGlob, type FileSource, normalizeUri } from './files';
import type { Settings } from './settings';

type Group = readonly string[];

/** Which files are read together, by what was said on the command line and what the settings say. */
export class Together {
  private readonly named: Group[] = [];
  private readonly nodes: Group[] = [];
  private readonly sites: Group[] = [];
  private readonly globbed = new Map<string, readonly Group[]>();

  constructor(private readonly files: FileSource) {}

  /** These files are one configuration, in this order (several `-f`). */
  name(uris: Group): void {
    this.named.push(uris.map(normalizeUri));
  }

  /** These files are the nodes of one cluster, each with a configuration of its own. */
  nameNodes(uris: Group): void {
    this.nodes.push(uris.map(normalizeUri));
  }

  /** These files, of both languages, run on the same nodes. */
  nameSite(uris: Group): void {
    this.sites.push(uris.map(normalizeUri));
  }

  /** The files that were said to run on the same nodes as this one. */
  siteOf(uri: string): Group | undefined {
    return this.sites.find((uris) => uris.includes(uri));
  }

  /** Settings or files have changed: globs are expanded anew. */
  forget(): void {
    this.globbed.clear();
  }

  /** Files that are the nodes of one cluster. */
  clusters(settings: Settings, folders: readonly URI[]): readonly Group[] {
    const expanded = this.expanded('clusters', settings.keepalived.clusters ?? [], folders);
    return [...this.nodes, ...expanded.filter((group) => group.length > 1)];
  }

  configurations(id: Language['id'], settings: Settings, folders: readonly URI[]): readonly Group[] {
    return [...this.named, ...this.expanded(id, settings[id].together, folders)];
  }

  private expanded(key: string, patterns: readonly string[], folders: readonly URI[]): readonly Group[] {
    let globbed = this.globbed.get(key);
    if (!globbed) {
      globbed = folders.flatMap((base) => patterns.map((pattern) => expandGlob(this.files, base, pattern)));
      this.globbed.set(key, globbed);
    }
    return globbed;
  }
}
