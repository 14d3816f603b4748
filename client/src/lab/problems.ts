/** What is wrong in a lab, in sentences. Pure. */
import type { LabPhase, LoadBalancerState, NodeState, Problem, ServerState, VipState } from './state';
import { loadBalancers } from './state';
import { verdictText } from './verdict';

type Severity = Problem['severity'];

function problem(id: string, severity: Severity, message: string, node?: string): Problem {
  return { id, severity, node, message };
}

function ofNode(node: NodeState): Problem[] {
  const { name, status, exitCode } = node;
  if (status === 'paused') return [problem(`node:${name}`, 'error', `${name} is paused.`, name)];
  if (status === 'running') return [];
  const how =
    exitCode === 137 ? ' (killed)' : exitCode === undefined || exitCode === 0 ? '' : ` (exit code ${exitCode})`;
  return [problem(`node:${name}`, 'error', `${name} is not running${how}.`, name)];
}

function ofLoadBalancer(node: LoadBalancerState): Problem[] {
  const { name } = node;
  return [
    ...(node.haproxy === 'down'
      ? [problem(`haproxy:${name}`, 'error', `HAProxy on ${name} is not running.`, name)]
      : []),
    ...(node.keepalived === 'down'
      ? [problem(`keepalived:${name}`, 'error', `keepalived on ${name} is not running.`, name)]
      : []),
    ...node.vrrp
      .filter(({ state }) => state === 'FAULT')
      .map((instance) =>
        problem(`vrrp:${name}/${instance.name}`, 'error', `${instance.name} on ${name} is in FAULT.`, name),
      ),
  ];
}

function isTrouble({ status }: ServerState): boolean {
  return status === 'DOWN' || status === 'MAINT' || status === 'DRAIN' || status === 'NOLB';
}

/** One problem for a server, however many load balancers see it so. */
function ofServers(balancers: readonly LoadBalancerState[]): Problem[] {
  const found = new Map<string, { server: ServerState; by: string[] }>();
  for (const { name, backends } of balancers) {
    for (const backend of backends) {
      for (const server of backend.servers.filter(isTrouble)) {
        const id = `server:${backend.name}/${server.name}`;
        const entry = found.get(id) ?? { server, by: [] };
        entry.by.push(name);
        found.set(id, entry);
      }
    }
  }
  return [...found].map(([id, { server, by }]) => {
    const runtime = server.admin.some(({ by }) => by === 'runtime') ? 'set at runtime' : undefined;
    const why = server.reason ?? runtime ?? server.check?.status;
    const severity = server.status === 'DOWN' ? 'error' : 'warning';
    const path = id.slice('server:'.length);
    return problem(id, severity, `${path} is ${server.status} on ${by.join(' and ')}${why ? ` (${why})` : ''}.`, by[0]);
  });
}

function ofBackends({ name, backends }: LoadBalancerState): Problem[] {
  return backends
    .filter(({ status, servers }) => status === 'DOWN' && servers.length > 0)
    .map((backend) => {
      const message = `${backend.name} on ${name} has no server left.`;
      return problem(`backend:${name}/${backend.name}`, 'error', message, name);
    });
}

function ofVip({ address, verdict, seen }: VipState): Problem[] {
  const wrong = verdict.kind !== 'held' && verdict.kind !== 'unknown';
  return [
    ...(wrong ? [problem(`vip:${address}`, 'error', `${address}: ${verdictText(verdict)}.`)] : []),
    ...(seen?.answers === false
      ? [problem(`answer:${address}`, 'error', `${address} does not answer: ${seen.failure ?? 'no reason known'}.`)]
      : []),
  ];
}

/** Errors first. None for a lab that is stopped or absent: that is what the person asked for. */
export function problemsOf(phase: LabPhase, nodes: readonly NodeState[], vips: readonly VipState[]): Problem[] {
  if (phase !== 'running' && phase !== 'partial') return [];
  const balancers = loadBalancers({ nodes });
  const all = [
    ...vips.flatMap(ofVip),
    ...nodes.flatMap(ofNode),
    ...balancers.flatMap(ofLoadBalancer),
    ...balancers.flatMap(ofBackends),
    ...ofServers(balancers),
  ];
  return [
    ...all.filter(({ severity }) => severity === 'error'),
    ...all.filter(({ severity }) => severity === 'warning'),
  ];
}
