/** What has to be true before a fault may be caused, and who is who then. */
import { LabError } from '../errors';
import type { LabPlan, NodePlan } from '../plan';
import { loadBalancers, type LabState } from '../state';
import { verdictText } from '../verdict';
import type { Cast, Drill } from './drill';
import type { PreflightCheck } from './report';

/** @returns One check each, in the order of the report. */
export function preflight({ plan, drill, state }: { plan: LabPlan; drill: Drill; state: LabState }): PreflightCheck[] {
  const balancers = loadBalancers(state);
  const [vip] = state.vips;
  const servers = balancers.flatMap(({ backends }) => backends.flatMap((backend) => backend.servers));
  const down = servers.filter(({ status }) => status !== 'UP' && status !== 'no check');
  const balanced = targetsOf(drill, plan, state);
  const needs = Object.entries(drill.needs).map(([role, count]): PreflightCheck => {
    const running = state.nodes.filter(
      (node) => node.status === 'running' && (role === 'server' ? balanced.includes(node.name) : node.role === role),
    );
    const what = role === 'server' ? 'servers that HAProxy balances' : `of role ${role}`;
    return { what: `At least ${count} ${what} run`, ok: running.length >= count, found: String(running.length) };
  });
  return [
    ...needs,
    { what: 'No fault is active', ok: state.fault === undefined, found: state.fault?.title ?? 'none' },
    {
      what: 'Exactly one load balancer is MASTER',
      ok: vip?.masters.length === 1,
      found: vip?.masters.join(', ') || 'none',
    },
    {
      what: `Exactly one load balancer holds ${plan.vips[0]?.address ?? 'the virtual address'}`,
      ok: vip?.verdict.kind === 'held',
      found: vip ? verdictText(vip.verdict) : 'there is no virtual address',
    },
    {
      what: 'Every server is UP',
      ok: servers.length > 0 && down.length === 0,
      found: down.map(({ name, status }) => `${name} ${status}`).join(', ') || `${servers.length} of ${servers.length}`,
    },
    { what: 'Nothing else is wrong', ok: state.problems.length === 0, found: state.problems[0]?.message ?? 'nothing' },
  ];
}

/** Everything works: what a drill begins with and has to end with. */
export function isWell(state: LabState): boolean {
  return (
    state.phase === 'running' &&
    state.problems.length === 0 &&
    state.vips.every(({ verdict, seen }) => verdict.kind === 'held' && seen?.answers === true) &&
    loadBalancers(state).every(
      ({ watch, haproxy, backends }) =>
        watch === 'live' &&
        haproxy === 'up' &&
        backends.every(({ servers }) => servers.every(({ status }) => status === 'UP' || status === 'no check')),
    )
  );
}

/** The nodes that a drill can strike as things are. */
export function targetsOf(drill: Drill, plan: LabPlan, state: LabState): string[] {
  const holder = holderOf(state);
  switch (drill.target) {
    case 'server': {
      const addresses = balancedAddresses(state);
      const isServer = ({ role, address }: NodePlan) => role === 'web' || addresses.has(address);
      return plan.nodes.filter(isServer).map(({ name }) => name);
    }
    case 'holder':
      return [holder];
    case 'backup':
      return othersThan(holder, state);
  }
}

/** Where HAProxy has its servers: on nodes of their own, or on the load balancers themselves. */
function balancedAddresses(state: LabState): ReadonlySet<string> {
  const backends = loadBalancers(state).flatMap((node) => node.backends);
  return new Set(backends.flatMap(({ servers }) => servers.map(({ address }) => address.replace(/:\d+$/, ''))));
}

/** Who holds the address; as long as nobody is known to, the first load balancer. */
export function holderOf(state: LabState): string {
  const verdict = state.vips[0]?.verdict;
  return verdict && 'holder' in verdict ? verdict.holder : (loadBalancers(state)[0]?.name ?? '');
}

function othersThan(holder: string, state: LabState): string[] {
  return loadBalancers(state).flatMap(({ name }) => (name === holder ? [] : [name]));
}

/** @throws LabError node-failed when the drill has no node to strike. */
export function castOf(drill: Drill, plan: LabPlan, state: LabState, wanted: string | undefined): Cast {
  const holder = holderOf(state);
  const possible = targetsOf(drill, plan, state);
  const target = wanted ?? possible[0];
  if (target === undefined || !possible.includes(target)) {
    const what = `${drill.title} strikes ${possible.join(' or ') || 'a node that this lab does not have'}`;
    throw new LabError(
      'node-failed',
      `${what}${wanted === undefined ? '' : `, not ${wanted}`}.`,
      'Choose another drill or node.',
    );
  }
  return {
    target,
    holder,
    others: othersThan(holder, state),
    addresses: Object.fromEntries(plan.nodes.map(({ name, address }) => [name, address])),
    virtualAddress: plan.vips[0]?.address ?? '',
  };
}

/** What may not change any more for the lab to be steady. */
export function signature({ nodes, vips, problems }: LabState): string {
  return JSON.stringify([
    vips.map(({ verdict, holders, masters }) => [verdict, holders, masters]),
    problems.map(({ id }) => id),
    nodes.map((node) => [
      node.status,
      node.role === 'load-balancer' && [
        node.haproxy,
        node.vrrp.map(({ state, effectivePriority }) => [state, effectivePriority]),
        node.backends.map(({ servers }) => servers.map(({ status, progress }) => [status, progress])),
      ],
    ]),
  ]);
}

/** Somebody with a higher priority than the MASTER is about to take the address from it. */
export function isImpending(state: LabState): boolean {
  const instances = loadBalancers(state).flatMap(({ vrrp }) => vrrp);
  const masters = instances.filter(({ state: name }) => name === 'MASTER');
  return instances.some(({ name, state: own, effectivePriority }) =>
    masters.some((one) => one.name === name && own === 'BACKUP' && effectivePriority > one.effectivePriority),
  );
}
