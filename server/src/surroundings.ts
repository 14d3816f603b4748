import type { URI } from 'vscode-uri';
import { readCompose } from './compose';
import { ComposeFiles } from './composeFiles';
import type { ParsedDocument } from './core/document';
import type { Configuration, Language, Neighbour, Site } from './core/language';
import type { Note } from './core/notes';
import { type Compose, servicesOf } from './core/compose';
import type { Around } from './features/diagnostics';
import type { View } from './features/view';
import type { FileSource } from './files';
import { FilesNamed } from './namedFiles';
import { besides, clusterNamedIn, clustersOf, inOrder } from './pairs/finding';
import { clusterNotes } from './pairs/notes';
import type { Settings } from './settings';
import type { Together } from './together';
import type { Workspace } from './workspace';

/**
 * What stands around a document: the other nodes of its cluster, what else runs on them, their Compose file. Only those
 * files are read.
 */
export class Surroundings {
  private readonly compose: ComposeFiles<Compose>;
  private readonly named: FilesNamed;

  constructor(
    private readonly workspace: Workspace,
    private readonly together: Together,
    files: FileSource,
    private readonly said: () => { readonly settings: Settings; readonly folders: readonly URI[] },
  ) {
    this.compose = new ComposeFiles(files, () => said().folders, readCompose);
    this.named = new FilesNamed(files, () => said().folders);
  }

  /** Settings or files have changed. */
  forget(): void {
    this.together.forget();
    this.compose.clear();
    this.named.forget();
  }

  of(view: View): Around {
    const cluster = this.cluster(view);
    return {
      cluster,
      neighbours: this.neighbours(view, cluster),
      site: this.site(view),
      files: this.named.of(view.document.uri),
    };
  }

  /**
   * The configurations of the nodes that make a cluster with a keepalived file: those that say so in a comment, else
   * that were named together, else whose names say so. Empty when the file stands alone.
   */
  cluster({ document, language }: View): readonly Configuration[] {
    if (language.id !== 'keepalived') return [];
    const cluster = this.alike(document) ?? this.grouped(document.uri);
    return unique(cluster.flatMap((uri) => this.configuration(uri, language.id)));
  }

  /** The other clusters, without those that are said to be on another network. */
  private neighbours({ document }: View, own: readonly Configuration[]): Neighbour[] {
    if (own.length < 2) return [];
    const { settings, folders } = this.said();
    const uris = this.workspace.uris('keepalived');
    const taken = new Set(own.flatMap(({ documents }) => documents.map(({ uri }) => uri)));
    const groups = [...this.sayingSo(uris), ...this.together.clusters(settings, folders), ...clustersOf(uris)];
    const here = this.networks(document.uri);
    const out: Neighbour[] = [];
    for (const group of groups) {
      if (group.length < 2 || group.some((uri) => taken.has(uri))) continue;
      for (const uri of group) taken.add(uri);
      const there = this.networks(group[0]!);
      const shared = here?.some((network) => there?.includes(network));
      const said = this.together.siteOf(document.uri)?.includes(group[0]!) ?? false;
      if (!said && (here || there) && shared !== true) continue;
      const nodes = unique(group.flatMap((uri) => this.configuration(uri, 'keepalived')));
      out.push({ nodes, sameNetwork: said || shared === true });
    }
    return out;
  }

  /** The files that name a cluster in a comment, each with those that name the same. */
  private sayingSo(uris: readonly string[]): string[][] {
    const groups = new Map<string, string[]>();
    for (const uri of uris) {
      const found = this.workspace.find(uri, 'keepalived');
      const name = found && clusterNamedIn(found.parsed);
      if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), uri]);
    }
    return [...groups.values()];
  }

  /** The networks of the services that run a file, as its Compose file has them; `undefined`: none says that it does. */
  private networks(uri: string): string[] | undefined {
    const [compose] = this.compose.above(uri);
    const services = compose ? servicesOf(compose, uri) : [];
    if (!compose || services.length === 0) return undefined;
    return services.flatMap(({ networks }) => [...networks.keys()].map((name) => `${compose.uri} ${name}`));
  }

  /** The files that name the same cluster in a comment; only where this one does, the others are read. */
  private alike(document: ParsedDocument): string[] | undefined {
    if (clusterNamedIn(document) === undefined) return undefined;
    const same = this.sayingSo(this.workspace.uris('keepalived')).find((uris) => uris.includes(document.uri));
    return same && inOrder(same);
  }

  private grouped(uri: string): readonly string[] {
    const { settings, folders } = this.said();
    const groups = [...this.together.clusters(settings, folders), ...clustersOf(this.workspace.uris('keepalived'))];
    return groups.find((uris) => uris.includes(uri)) ?? [];
  }

  /** What runs on the nodes together with a document; `undefined` where that is not known for certain. */
  private site(view: View): Site | undefined {
    const { uri } = view.document;
    const named = this.together.siteOf(uri);
    const files = (id: Language['id']): string[] => {
      const uris = this.workspace.uris(id);
      return named ? uris.filter((one) => named.includes(one)) : besides(uri, uris);
    };
    const [compose] = this.compose.above(uri);
    const uris = { haproxy: files('haproxy'), keepalived: files('keepalived') };
    // One program alone has nothing that it could not fit; its file may be large.
    if (!compose && (uris.haproxy.length === 0 || uris.keepalived.length === 0)) return undefined;
    const members = (id: Language['id']): Configuration[] =>
      unique(uris[id].flatMap((one) => this.configuration(one, id)));
    const [haproxy, keepalived] = [members('haproxy'), members('keepalived')];
    if ([...haproxy, ...keepalived].some(({ incomplete }) => incomplete)) return undefined;
    if (!compose && (haproxy.length === 0 || keepalived.length === 0)) return undefined;
    return { haproxy, keepalived, compose };
  }

  private configuration(uri: string, id: Language['id']): Configuration[] {
    const found = this.workspace.find(uri, id);
    return found ? [this.workspace.configuration(found)] : [];
  }

  /** Every document on which the findings of a document depend, its own among them. */
  members(view: View): ParsedDocument[] {
    const { cluster, neighbours, site } = this.of(view);
    const others = neighbours.flatMap(({ nodes }) => nodes);
    const configurations = [
      view.configuration,
      ...cluster,
      ...others,
      ...(site ? [...site.haproxy, ...site.keepalived] : []),
    ];
    return [...new Set(configurations.flatMap(({ documents }) => documents))];
  }

  /** What only the nodes of a cluster together tell. */
  notes(view: View): Note[] {
    if (view.language.id !== 'keepalived') return [];
    const cluster = this.cluster(view);
    return clusterNotes(view.document.uri, cluster.length > 0 ? cluster : [view.configuration]);
  }
}

/** Configurations of several files are found once for each of them. */
function unique(configurations: readonly Configuration[]): Configuration[] {
  const seen = new Set<ParsedDocument>();
  return configurations.filter(({ documents: [first] }) => first && !seen.has(first) && seen.add(first));
}
