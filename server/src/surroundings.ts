import type { ParsedDocument } from './core/document';
import type { Configuration } from './core/language';
import type { Note } from './core/notes';
import type { View } from './features/view';
import { clustersOf } from './pairs/finding';
import { clusterNotes } from './pairs/notes';
import type { Together } from './together';
import type { Workspace } from './workspace';

/** What stands around a document: the other nodes of its cluster. Only the files of a cluster are read. */
export class Surroundings {
  constructor(
    private readonly workspace: Workspace,
    private readonly together: Together,
  ) {}

  /**
   * The configurations of the nodes that make a cluster with a keepalived file: those that were named together, else
   * those whose names say so. Empty when the file stands alone.
   */
  cluster({ document, language }: View): readonly Configuration[] {
    if (language.id !== 'keepalived') return [];
    const groups = [...this.together.clusters, ...clustersOf(this.workspace.uris(language.id))];
    const cluster = groups.find((uris) => uris.includes(document.uri)) ?? [];
    return cluster.flatMap((uri) => {
      const found = this.workspace.find(uri, language.id);
      return found ? [this.workspace.configuration(found)] : [];
    });
  }

  /** Every document on which the findings of a document depend, its own among them. */
  members(view: View): ParsedDocument[] {
    const cluster = this.cluster(view).flatMap((configuration) => configuration.documents);
    return [...new Set([...view.configuration.documents, ...cluster])];
  }

  /** What only the nodes of a cluster together tell. */
  notes(view: View): Note[] {
    if (view.language.id !== 'keepalived') return [];
    const cluster = this.cluster(view);
    return clusterNotes(view.document.uri, cluster.length > 0 ? cluster : [view.configuration]);
  }
}
