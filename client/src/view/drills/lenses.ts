/** Which drills are offered above which lines of the configurations that a running lab runs. Pure. */
import type { DrillId, Landmark } from '../../../../server/src/protocol';
import { holderOf } from '../../lab/drills/preflight';
import { runsFile } from '../../lab/nodeFiles';
import type { LabPlan, NodePlan } from '../../lab/plan';
import { loadBalancers, type LabState } from '../../lab/state';

export interface DrillLens {
  /** From 0. */
  readonly line: number;
  readonly drill: DrillId;
  readonly target: string;
  /** `stop myweb1` */
  readonly deed: string;
}

/** @param file Absolute path of the configuration. */
export function drillLenses(plan: LabPlan, state: LabState, file: string, landmarks: readonly Landmark[]): DrillLens[] {
  const live = state.phase === 'running' || state.phase === 'partial';
  if (!live || state.fault !== undefined || !plan.nodes.some((node) => runsFile(node, file))) return [];
  const holder = holderOf(state);
  return landmarks.flatMap(({ kind, name, within, line }): DrillLens[] => {
    switch (kind) {
      case 'server': {
        const target = serverNode(plan, state, within ?? '', name);
        if (target === undefined) return [];
        const what = target.role === 'web' ? target.name : `the web server on ${target.name}`;
        return [{ line, drill: 'web-stop', target: target.name, deed: `stop ${what}` }];
      }
      case 'instance':
        return [{ line, drill: 'lb-killed', target: holder, deed: `kill ${holder}` }];
      case 'track':
        return [{ line, drill: 'haproxy-killed', target: holder, deed: `kill HAProxy on ${holder}` }];
      default:
        return [];
    }
  });
}

/** The node that answers for a server, by the address that HAProxy has for it. */
function serverNode(plan: LabPlan, state: LabState, backend: string, name: string): NodePlan | undefined {
  const servers = loadBalancers(state).flatMap(({ backends }) => backends.filter((one) => one.name === backend));
  const address = servers.flatMap((one) => one.servers).find((server) => server.name === name)?.address;
  const host = address?.replace(/:\d+$/, '');
  return plan.nodes.find((node) => node.role !== 'probe' && node.address === host);
}
