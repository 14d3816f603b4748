import type { Configuration, Finding } from '../core/language';
import { clusterNode } from './node';
import type { ClusterRule } from './rule';
import { peers } from './rules/peers';
import { samePriority, sameRouterId, twoMasters } from './rules/roles';
import { settingsDiffer } from './rules/settingsDiffer';
import { weight } from './rules/weight';

/** Every rule over the nodes of a cluster, in the order of their pages. */
export const clusterRules: readonly ClusterRule[] = [
  settingsDiffer,
  samePriority,
  twoMasters,
  sameRouterId,
  peers,
  weight,
];

export interface ClusterFinding {
  readonly uri: string;
  readonly rule: ClusterRule;
  readonly finding: Finding;
}

/** What does not fit between the nodes of a cluster: one configuration per node. */
export function checkCluster(configurations: readonly Configuration[]): ClusterFinding[] {
  const nodes = configurations.map(clusterNode);
  const out: ClusterFinding[] = [];
  if (nodes.length < 2) return out;
  for (const rule of clusterRules) {
    rule.checkCluster(nodes, (uri, finding) => {
      out.push({ uri, rule, finding });
    });
  }
  return out;
}
