/** Whether a `bind` line's addresses are bound: compared with what the node's kernel listens on. */
import type { Landmark } from '../../../server/src/protocol';
import type { Colour } from './row';

type Endpoint = NonNullable<Landmark['endpoints']>[number];

/** `0.0.0.0:8080` or `[::]:8080` */
function isBound({ host, port }: Endpoint, listeners: readonly string[]): boolean {
  // One that is bound to every address is bound to each.
  const hosts = host === '' ? ['0.0.0.0', '[::]'] : [host.includes(':') ? `[${host}]` : host, '0.0.0.0', '[::]'];
  return hosts.some((one) => listeners.includes(`${one}:${port}`));
}

/** Nothing when the configuration does not tell the addresses, or the node does not tell what it listens on. */
export function bindText(
  endpoints: readonly Endpoint[],
  listeners: readonly string[] | undefined,
): { text: string; colour: Colour } | undefined {
  if (!listeners || endpoints.length === 0) return undefined;
  const missing = endpoints.filter((endpoint) => !isBound(endpoint, listeners));
  if (missing.length === 0) return { text: 'bound', colour: 'good' };
  return { text: missing.length < endpoints.length ? 'not wholly bound' : 'not bound', colour: 'bad' };
}
