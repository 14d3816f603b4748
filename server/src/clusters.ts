import type { Configuration } from './core/language';
import { clustersOf } from './pairs/finding';
import type { Workspace } from './workspace';

/**
 * The configurations of the nodes that make a cluster with a keepalived file: those that were named together, else
 * those whose names say so. Empty when the file stands alone.
 */
export function clusterOf(
  uri: string,
  workspace: Workspace,
  named: readonly (readonly string[])[],
): readonly Configuration[] {
  const known = [...workspace.all()].filter((document) => document.language.id === 'keepalived');
  const byUri = new Map(known.map((document) => [document.parsed.uri, document]));
  if (!byUri.has(uri)) return [];
  const cluster = [...named, ...clustersOf([...byUri.keys()])].find((uris) => uris.includes(uri)) ?? [];
  return cluster.flatMap((one) => {
    const document = byUri.get(one);
    return document ? [workspace.configuration(document)] : [];
  });
}
