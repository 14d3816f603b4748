import type { ClusterRule, Configuration, DocumentRule } from '../core/language';
import { clusterNode } from './node';
import type { NodeRule } from './rule';
import { peers } from './rules/peers';
import { samePriority, sameRouterId, twoMasters } from './rules/roles';
import { settingsDiffer } from './rules/settingsDiffer';
import { slowCheck } from './rules/slowCheck';
import { sharedAddress, sharedRouterId } from './rules/strangers';
import { weight } from './rules/weight';

/** Every rule over the nodes of a keepalived cluster, in the order of their pages. */
export const clusterRules: readonly ClusterRule[] = [
  settingsDiffer,
  samePriority,
  twoMasters,
  sameRouterId,
  peers,
  weight,
  sharedAddress,
  sharedRouterId,
].map(overConfigurations);

/** What a node's own file tells by the same sums. */
export const ownRules: readonly DocumentRule[] = [slowCheck];

function overConfigurations(rule: NodeRule): ClusterRule {
  return {
    ...rule,
    checkCluster(configurations: readonly Configuration[], report, neighbours = []) {
      const others = neighbours.map(({ nodes, sameNetwork }) => ({ nodes: nodes.map(clusterNode), sameNetwork }));
      rule.checkNodes(configurations.map(clusterNode), report, others);
    },
  };
}
