/**
 * keepalived's JSON dump (SIGRTMIN+2). Version 1 is a list of instances, version 2 (2.2.8 and later, on request) an
 * object with the list under `vrrp`. Source: keepalived, vrrp/vrrp_json.c and include/vrrp.h (state codes).
 */
import type { VrrpInstance, VrrpStateName } from './state';

const STATES: Readonly<Record<number, VrrpStateName>> = {
  0: 'INIT',
  1: 'BACKUP',
  2: 'MASTER',
  3: 'FAULT',
  97: 'DELETED',
  98: 'STOP',
};

type Raw = Readonly<Record<string, unknown>>;

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function record(value: unknown): Raw {
  return typeof value === 'object' && value !== null ? (value as Raw) : {};
}

/** `10.77.0.100/24 dev eth0 scope global set`: the address alone. */
function addresses(value: unknown): string[] {
  return Array.isArray(value) ? value.map((vip) => text(vip).split(/[/ ]/)[0] ?? '') : [];
}

/** @param dump The parsed JSON. What is not an instance is left out. */
export function parseDump(dump: unknown): VrrpInstance[] {
  const list = Array.isArray(dump) ? (dump as unknown[]) : record(dump)['vrrp'];
  return (Array.isArray(list) ? (list as unknown[]) : []).flatMap((entry) => {
    const data = record(record(entry)['data']);
    if (typeof data['iname'] !== 'string') return [];
    return {
      name: data['iname'],
      state: STATES[number(data['state'])] ?? 'UNKNOWN',
      interface: text(data['ifp_ifname']),
      virtualRouterId: number(data['vrid']),
      basePriority: number(data['base_priority']),
      effectivePriority: number(data['effective_priority']),
      addresses: [...addresses(data['vips']), ...addresses(data['evips'])],
      lastTransition: Math.round(number(data['last_transition']) * 1000),
    };
  });
}
