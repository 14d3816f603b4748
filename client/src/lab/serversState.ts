/**
 * HAProxy's `show servers state`: weights as configured and as set since, and who put a server in maintenance. Source:
 * HAProxy management guide, section 9.3 (`show servers state`): words by the names in the second line.
 */
import type { AdminState, ServerState } from './state';

export type ServerAdmin = Pick<ServerState, 'weights' | 'admin'>;

/** Bits of `srv_admin_state`. */
const BITS: readonly (readonly [number, AdminState])[] = [
  [0x01, { state: 'MAINT', by: 'runtime' }],
  [0x02, { state: 'MAINT', by: 'tracked' }],
  [0x04, { state: 'MAINT', by: 'configuration' }],
  [0x20, { state: 'MAINT', by: 'resolution' }],
  [0x08, { state: 'DRAIN', by: 'runtime' }],
  [0x10, { state: 'DRAIN', by: 'tracked' }],
];

/** By `backend/server`. Lines of another shape are left out. */
export function parseServers(text: string): Map<string, ServerAdmin> {
  const lines = text.split('\n').map((line) => line.trim().split(' '));
  const header = lines.find(([first]) => first === '#')?.slice(1) ?? [];
  const found = new Map<string, ServerAdmin>();
  for (const words of lines) {
    if (words[0] === '#' || words.length < header.length || header.length === 0) continue;
    const value = (name: string) => words[header.indexOf(name)] ?? '';
    const bits = Number(value('srv_admin_state'));
    found.set(`${value('be_name')}/${value('srv_name')}`, {
      weights: { set: Number(value('srv_uweight')), configured: Number(value('srv_iweight')) },
      admin: BITS.filter(([bit]) => (bits & bit) !== 0).map(([, admin]) => admin),
    });
  }
  return found;
}
