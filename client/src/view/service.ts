/** The rows of what runs inside a load balancer: keepalived with its instances, HAProxy with backends and servers. */
import type { BackendState, LoadBalancerState, ParsedStatus, ServerState, VrrpInstance } from '../lab/state';
import type { Colour, Row, RowIcon, Target } from './row';
import { counted, facts, words } from './row';

/** `DOWN 1/2, on its way up` */
export function statusText({ status, progress, reason }: ParsedStatus): string {
  const way = status === 'UP' ? 'going down' : 'coming up';
  return words(
    progress ? `${status} ${progress.done}/${progress.of} (${way})` : status,
    reason === undefined ? undefined : `(${reason})`,
  );
}

const statusColours: Partial<Record<ParsedStatus['status'], Colour>> = {
  UP: 'good',
  OPEN: 'good',
  DOWN: 'bad',
  STOP: 'bad',
  NOLB: 'warn',
  DRAIN: 'warn',
  MAINT: 'warn',
};

export function statusColour(state: ParsedStatus): Colour {
  return state.progress ? 'warn' : (statusColours[state.status] ?? 'dim');
}

function statusIcon(state: ParsedStatus): RowIcon {
  const colour = statusColour(state);
  if (state.progress) return { name: state.status === 'UP' ? 'arrow-down' : 'arrow-up', colour: 'warn' };
  const names: Record<Colour, string> = { good: 'pass', bad: 'error', warn: 'circle-slash', dim: 'circle-outline' };
  return { name: names[colour], colour };
}

/** `L7OK 200` */
export function checkText({ check }: ServerState): string | undefined {
  if (!check) return undefined;
  // HAProxy has no code, or 0, while it knows none.
  return check.code === undefined || check.code === 0 ? check.status : `${check.status} ${check.code}`;
}

function serverRow(id: string, server: ServerState, target: Target): Row {
  return {
    id: `${id}/${server.name}`,
    label: server.name,
    description: words(
      statusText(server),
      checkText(server),
      counted(server.sessions.total, 'session'),
      server.backup ? 'backup' : undefined,
    ),
    icon: statusIcon(server),
    tooltip: facts(`Server ${server.name}`, {
      Status: statusText(server),
      Address: server.address,
      Check: words(checkText(server), server.check?.detail) || 'none',
      Weight: String(server.weight),
      Sessions: `${server.sessions.current} now, ${server.sessions.total} since HAProxy started`,
    }),
    context: 'server',
    target,
    children: [],
    branch: false,
  };
}

/** `1 of 2 servers up` */
export function upText({ servers }: BackendState): string {
  const up = servers.filter(({ status }) => status === 'UP' || status === 'no check').length;
  return `${up} of ${counted(servers.length, 'server')} up`;
}

function backendRow(id: string, backend: BackendState, target: Target): Row {
  const own = `${id}/${backend.name}`;
  return {
    id: own,
    label: backend.name,
    description: words(statusText(backend), upText(backend)),
    icon: statusIcon(backend),
    tooltip: facts(`Backend ${backend.name}`, { Status: statusText(backend), Mode: backend.mode }),
    context: 'backend',
    target,
    children: backend.servers.map((server) => serverRow(own, server, target)),
    branch: true,
  };
}

export function haproxyRow(id: string, node: LoadBalancerState, target: Target): Row {
  const colours = { up: 'good', down: 'bad', unknown: 'dim' } as const;
  const own = `${id}/haproxy`;
  return {
    id: own,
    label: 'HAProxy',
    description: node.haproxy,
    icon: { name: 'arrow-swap', colour: colours[node.haproxy] },
    tooltip: facts(`HAProxy on ${node.name}`, {
      State: node.haproxy,
      Frontends: node.frontends.map((frontend) => `${frontend.name} ${statusText(frontend)}`).join(', '),
    }),
    context: `haproxy ${node.haproxy}`,
    target,
    children:
      node.haproxy === 'up'
        ? node.backends.filter(({ servers }) => servers.length > 0).map((backend) => backendRow(own, backend, target))
        : [],
    branch: true,
  };
}

export function vrrpColour({ state }: VrrpInstance): Colour {
  return vrrpColours[state] ?? 'warn';
}

const vrrpColours: Partial<Record<VrrpInstance['state'], Colour>> = { MASTER: 'good', BACKUP: 'good', FAULT: 'bad' };

function priorityText({ basePriority, effectivePriority }: VrrpInstance): string {
  const changed = effectivePriority !== basePriority;
  return `priority ${effectivePriority}${changed ? ` (base ${basePriority})` : ''}`;
}

/** `MASTER · priority 101`; with the names of the instances when there are several. */
export function vrrpText(instances: readonly VrrpInstance[]): string {
  const name = (instance: VrrpInstance) => (instances.length > 1 ? `${instance.name} ` : '');
  return instances.map((instance) => words(`${name(instance)}${instance.state}`, priorityText(instance))).join(' · ');
}

function instanceRow(id: string, instance: VrrpInstance, target: Target): Row {
  return {
    id: `${id}/${instance.name}`,
    label: instance.name,
    description: words(instance.state, priorityText(instance), `router ${instance.virtualRouterId}`),
    icon: {
      name: instance.state === 'MASTER' ? 'star-full' : 'star-empty',
      colour: vrrpColour(instance),
    },
    tooltip: facts(`VRRP instance ${instance.name}`, {
      State: instance.state,
      Priority: `${instance.effectivePriority} (configured: ${instance.basePriority})`,
      Interface: instance.interface,
      'Virtual router id': String(instance.virtualRouterId),
      Addresses: instance.addresses.join(', '),
      Since: instance.lastTransition > 0 ? new Date(instance.lastTransition).toTimeString().slice(0, 8) : undefined,
    }),
    context: 'instance',
    target,
    children: [],
    branch: false,
  };
}

export function keepalivedRow(id: string, node: LoadBalancerState, target: Target): Row {
  const own = `${id}/keepalived`;
  const up = node.keepalived === 'up';
  return {
    id: own,
    label: 'keepalived',
    description: node.keepalived,
    icon: { name: 'heart', colour: up ? 'good' : node.keepalived === 'down' ? 'bad' : 'dim' },
    tooltip: facts(`keepalived on ${node.name}`, {
      State: node.keepalived,
      'Addresses in the kernel': node.addresses?.join(', '),
    }),
    context: `keepalived ${node.keepalived}`,
    target,
    children: up ? node.vrrp.map((instance) => instanceRow(own, instance, target)) : [],
    branch: true,
  };
}
