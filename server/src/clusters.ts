import type { Configuration, Language } from './core/language';
import { clustersOf } from './pairs/finding';
import type { Workspace } from './workspace';

/**
 * The configurations of the nodes that make a cluster with a keepalived file: those that were named together, else
 * those whose names say so. Empty when the file stands alone. Only the files of the cluster are read.
 */
export function clusterOf(
  uri: string,
  id: Language['id'],
  workspace: Workspace,
  named: readonly (readonly string[])[],
): readonly Configuration[] {
  if (id !== 'keepalived') return [];
  const cluster = [...named, ...clustersOf(workspace.uris(id))].find((uris) => uris.includes(uri)) ?? [];
  return cluster.flatMap((one) => {
    const document = workspace.find(one, id);
    return document ? [workspace.configuration(document)] : [];
  });
}
