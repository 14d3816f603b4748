/** Puts together the LabState from the plan, the containers and what is known from inside them. Pure. */
import type { ContainerInfo } from './dockerApi';
import type { LabError } from './errors';
import type { LabPlan, NodePlan } from './plan';
import { problemsOf } from './problems';
import { NOTHING_KNOWN, type Inside } from './reports';
import { phaseOf, type ActiveFault, type LabState, type NodeState, type WatchStatus } from './state';
import { vipState } from './verdict';

export interface Known {
  /** By service name; undefined before the engine has answered for the first time. */
  readonly containers: ReadonlyMap<string, ContainerInfo> | undefined;
  /** By service name; only nodes whose stream is live. */
  readonly inside: ReadonlyMap<string, Inside>;
  /** By service name: why a running node tells nothing. */
  readonly mute: ReadonlyMap<string, LabError>;
  readonly trouble: LabError | undefined;
  readonly fault: ActiveFault | undefined;
}

function nodeState(plan: LabPlan, node: NodePlan, known: Known): NodeState {
  const container = known.containers?.get(node.name);
  const inside = known.inside.get(node.name);
  const status = container?.status ?? 'absent';
  const watched = node.role !== 'web' && status === 'running';
  const watch: WatchStatus = !watched ? 'none' : inside === undefined ? 'connecting' : 'live';
  const base = {
    name: node.name,
    container: node.container,
    containerId: container?.id,
    status,
    exitCode: container?.exitCode,
    address: node.address,
    mac: container?.macs[plan.network.name],
    watch,
    watchTrouble: watch === 'connecting' ? known.mute.get(node.name) : undefined,
  };
  // A node that is paused or gone says nothing; what it said before is no measurement of now.
  const { views, ...rest } = watch === 'live' && inside !== undefined ? inside : NOTHING_KNOWN;
  switch (node.role) {
    case 'web':
      return { ...base, role: 'web' };
    case 'load-balancer':
      return { ...base, role: 'load-balancer', ...rest };
    case 'probe':
      return { ...base, role: 'probe', views };
  }
}

export function assemble(plan: LabPlan, known: Known): LabState {
  const nodes = plan.nodes.map((node) => nodeState(plan, node, known));
  const vips = plan.vips.map(({ address }) => vipState(nodes, address));
  const phase = known.containers === undefined ? 'unknown' : phaseOf(nodes);
  return {
    project: plan.project,
    phase,
    trouble: known.trouble,
    nodes,
    vips,
    problems: problemsOf(phase, nodes, vips),
    fault: known.fault,
  };
}
