/** Whether what HAProxy does after a reload is what can be expected: every backend has a server that answers. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './dockerApi';
import { parseStats } from './haproxyStats';
import type { BackendState } from './state';

const LOOK = 250;
/** How long health checks may take to say something about every server. */
const PATIENCE = 10_000;

/** The backends as HAProxy reports them now; none when it does not answer. */
export async function backendsOf(engine: Engine, id: string, signal: AbortSignal | undefined): Promise<BackendState[]> {
  const command = 'echo show stat | socat -t 2 - UNIX-CONNECT:/run/haproxy/admin.sock';
  const { exitCode, output } = await engine.exec(id, ['sh', '-c', command], 'Reading the statistics', { signal });
  return exitCode === 0 ? parseStats(output).backends : [];
}

const isDown = ({ status }: BackendState) => status === 'DOWN';

/**
 * Whether the first health check of each server has had its say. Those in maintenance are not checked: they are waited for
 * only where there is nobody else, as a name may still be resolved.
 */
function settled(backends: readonly BackendState[]): boolean {
  return backends.every(({ servers }) => {
    const open = servers.filter(({ check }) => check?.status === 'INI');
    return open.length === 0 || (open.length < servers.length && open.every(({ status }) => status === 'MAINT'));
  });
}

/**
 * Waits for the first health checks after a reload.
 * @param before The backends before it: one that was down already need not be better now.
 * @returns What is wrong, in words: `no server of be_tls answers (myweb1: L4CON Connection refused)`.
 */
export async function verifyBackends(
  engine: Engine,
  id: string,
  before: readonly BackendState[],
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const wasDown = new Set(before.filter(isDown).map(({ name }) => name));
  const until = Date.now() + PATIENCE;
  let now = await backendsOf(engine, id, signal);
  while (!settled(now) && Date.now() < until) {
    await pause(LOOK);
    now = await backendsOf(engine, id, signal);
  }
  const lost = now.filter((backend) => isDown(backend) && !wasDown.has(backend.name));
  if (lost.length === 0) return undefined;
  return lost
    .map(({ name, servers }) => {
      const why = servers.map((server) =>
        `${server.name}: ${server.check?.status ?? server.status} ${server.check?.detail ?? ''}`.trim(),
      );
      return `no server of ${name} answers (${why.join('; ')})`;
    })
    .join(', ');
}
