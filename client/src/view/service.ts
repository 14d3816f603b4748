/** The rows of what runs inside a load balancer: keepalived with its instances, HAProxy with backends and servers. */
import type { BackendState, LoadBalancerState, ParsedStatus, ScriptState, VrrpInstance } from '../lab/state';
import { ageText } from './age';
import type { Colour, Row, Target } from './row';
import { counted, facts, words } from './row';
import { serverRow } from './server';
import { statusIcon, statusText } from './statusText';

/** Gets requests, as far as HAProxy knows. */
export function isUp({ status }: ParsedStatus): boolean {
  return status === 'UP' || status === 'no check';
}

/** `1 of 2 servers up` */
export function upText({ servers }: Pick<BackendState, 'servers'>): string {
  const up = servers.filter(isUp).length;
  return `${up} of ${counted(servers.length, 'server')} up`;
}

// Numbers that change all the time stand in the rows of servers alone: a row that is drawn anew takes all those below it
// with it, and a command that is called on one of them at that moment does not find it.

function backendRow(id: string, backend: BackendState, target: Target, now: number): Row {
  const own = `${id}/${backend.name}`;
  return {
    id: own,
    label: backend.name,
    description: words(statusText(backend), upText(backend)),
    icon: statusIcon(backend),
    tooltip: facts(`Backend ${backend.name}`, { Status: statusText(backend), Mode: backend.mode }),
    context: 'backend',
    target,
    children: backend.servers.map((server) => serverRow(own, backend.name, server, target, now)),
    branch: true,
  };
}

/** What a HAProxy tells, wherever it runs. */
export type HaproxyView = Pick<LoadBalancerState, 'name' | 'haproxy' | 'frontends' | 'backends'>;

export function haproxyRow(id: string, node: HaproxyView, target: Target, now: number): Row {
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
        ? node.backends
            .filter(({ servers }) => servers.length > 0)
            .map((backend) => backendRow(own, backend, target, now))
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

function instanceRow(id: string, instance: VrrpInstance, target: Target, now: number): Row {
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
      'Last change': instance.lastTransition > 0 ? `${ageText(instance.lastTransition, now)} ago` : undefined,
    }),
    context: 'instance',
    target,
    children: [],
    branch: false,
  };
}

/** What a keepalived tells, wherever it runs. */
export type KeepalivedView = Pick<LoadBalancerState, 'name' | 'keepalived' | 'vrrp' | 'scripts' | 'addresses'>;

/** `chk_haproxy passes` */
function scriptText({ name, passing }: ScriptState): string {
  return `${name} ${passing === undefined ? 'has not told yet' : passing ? 'passes' : 'fails'}`;
}

export function keepalivedRow(id: string, node: KeepalivedView, target: Target, now: number): Row {
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
      Scripts: node.scripts.map(scriptText).join(', '),
    }),
    context: `keepalived ${node.keepalived}`,
    target,
    children: up ? node.vrrp.map((instance) => instanceRow(own, instance, target, now)) : [],
    branch: true,
  };
}
