/** The row of one server in a backend: how it is, in few words, and everything that is known in its tooltip. */
import type { AdminState, ServerState, Traffic } from '../lab/state';
import { ageText } from './age';
import type { Row, Target } from './row';
import { counted, facts, words } from './row';
import { statusIcon, statusText } from './statusText';

/** A check that took less is not worth a row's redraw. */
const SLOW_CHECK = 10;

/** `L7OK 200` */
export function checkText({ check }: Pick<ServerState, 'check'>): string | undefined {
  if (!check) return undefined;
  // HAProxy has no code, or 0, while it knows none.
  return check.code === undefined || check.code === 0 ? check.status : `${check.status} ${check.code}`;
}

/** `UP for 3 min` */
export function agedStatus(
  state: Parameters<typeof statusText>[0] & { readonly since: number | undefined },
  now: number,
) {
  // To drain a server does not count as a change of its state: HAProxy goes on to tell since when it is up.
  return state.since === undefined || state.status === 'DRAIN'
    ? statusText(state)
    : `${statusText(state)} for ${ageText(state.since, now)}`;
}

/** `5/s · 2 sessions`; what is nothing is left out. */
function trafficText({ rate, sessions }: Traffic, queue = 0): string {
  return words(
    rate > 0 ? `${rate}/s` : undefined,
    sessions.current > 0 ? counted(sessions.current, 'session') : undefined,
    queue > 0 ? `queue ${queue}` : undefined,
  );
}

/** What several do together: the same server on all nodes, or all servers of a line. */
export function sumText(all: readonly Pick<ServerState, 'rate' | 'sessions' | 'queue'>[]): string {
  const sum = (value: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + value(one), 0);
  const sessions = { current: sum((one) => one.sessions.current), total: 0 };
  return trafficText(
    { rate: sum(({ rate }) => rate), sessions },
    sum(({ queue }) => queue),
  );
}

/** `weight 50 (configured: 100)`; nothing when it is as configured, or nobody tells. */
export function weightText({ weights }: ServerState): string | undefined {
  if (!weights || weights.set === weights.configured) return undefined;
  return `weight ${weights.set} (configured: ${weights.configured})`;
}

const causes: Readonly<Record<AdminState['by'], string>> = {
  runtime: 'set at runtime',
  tracked: 'as the server it tracks',
  configuration: 'disabled in its configuration',
  resolution: 'its name does not resolve',
};

/** Who put it in maintenance or drains it: `set at runtime`. */
export function adminText({ admin }: ServerState): string | undefined {
  return [...new Set(admin.map(({ by }) => causes[by]))].join(', ') || undefined;
}

/** What the runtime API can change: `maint`, `drain`, or `ready` for a server that is left to its checks. */
export function adminWord({ status, admin }: ServerState): 'ready' | 'drain' | 'maint' {
  if (status === 'MAINT' || admin.some(({ state }) => state === 'MAINT')) return 'maint';
  return status === 'DRAIN' || admin.some(({ state }) => state === 'DRAIN') ? 'drain' : 'ready';
}

/** All that is known of a server, as Markdown. */
export function serverFacts(title: string, server: ServerState, now: number): string {
  const { check, sessions, weights } = server;
  return facts(title, {
    Status: words(agedStatus(server, now), adminText(server)),
    Address: server.address,
    Check: check
      ? words(
          checkText(server),
          check.duration === undefined ? undefined : `took ${check.duration} ms`,
          check.detail,
          check.running ? 'the next one is running' : undefined,
        )
      : 'none',
    'Failed checks': check && `${check.failures}, went DOWN ${check.downs} times`,
    Weight: weightText(server) ?? String(weights?.set ?? server.weight),
    Role: server.backup ? 'backup: used when all others are down' : undefined,
    Rate: `${server.rate} new sessions per second`,
    Sessions:
      `${sessions.current} now, ${sessions.total} since HAProxy started` +
      (sessions.limit === undefined ? '' : `, at most ${sessions.limit}`),
    Queue: `${server.queue} waiting`,
  });
}

export function serverRow(id: string, backend: string, server: ServerState, target: Target, now: number): Row {
  const slow = (server.check?.duration ?? 0) >= SLOW_CHECK ? `in ${server.check?.duration} ms` : undefined;
  const check = checkText(server);
  return {
    id: `${id}/${server.name}`,
    label: server.name,
    description: words(
      agedStatus(server, now),
      adminText(server),
      check && [check, slow].filter(Boolean).join(' '),
      trafficText(server, server.queue),
      weightText(server),
      server.backup ? 'backup' : undefined,
    ),
    icon: statusIcon(server),
    tooltip: serverFacts(`Server ${backend}/${server.name}`, server, now),
    context: `server ${adminWord(server)}${target.readonly === true ? ' readonly' : ''}`,
    target: { ...target, backend, server: server.name },
    children: [],
    branch: false,
  };
}
