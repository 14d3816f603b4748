/** What becomes of the requests when something is wrong with one of HAProxy's servers. */
import type { DrillId, ForecastTraffic } from '../../protocol';
import { anyServer, type Balanced, balancedServer } from './balancing';
import type { Outcome, Situation } from './situation';
import { lasting, ms, NOTHING, type Span, STARTUP } from './spans';

/** Milliseconds that a slow answer of the drill takes; longer than a client or a check waits for by default. */
const SLOW_ANSWER = 2_500;
/** `undefined`: HAProxy does not balance it. */
export function ofServer({ drill, target, holder, traffic }: Situation): Outcome | undefined {
  const server = holder.haproxy && balancedServer(holder.haproxy, target.address);
  if (!server) return undefined;
  const still = { holders: [holder.name], holdersSum: 'nothing that keepalived watches fails', holdersAt: undefined };
  const measures = { vipGap: NOTHING, failback: null };
  if (drill === 'server-drain' || drill === 'server-maintenance') {
    const told: Span = { low: 0, high: 0, sum: 'HAProxy is told', at: undefined };
    const back = { ...told, high: drill === 'server-drain' ? 0 : server.inter };
    const all = { ...measures, detection: told, clientGap: NOTHING, lost: NOTHING, recovery: back };
    return { ...still, measures: all, rhythm: server.inter };
  }
  const alone = server.share === 1;
  const noticed = server.checked ? noticedAfter(drill, server) : null;
  const lost = losses(drill, server, noticed, traffic);
  const again = server.rise * server.inter;
  const started = drill === 'web-stop' ? STARTUP : 0;
  return {
    ...still,
    measures: {
      ...measures,
      detection: noticed,
      clientGap: alone ? lasting('no other server is there') : NOTHING,
      lost,
      recovery: {
        low: server.checked ? again - server.inter : 0,
        high: (server.checked ? again : 0) + started,
        sum: `${server.rise} × ${ms(server.inter)}${started ? ` + up to ${ms(started)} to start` : ''}`,
        at: server.interAt,
      },
    },
    rhythm: server.inter,
  };
}

function noticedAfter(drill: DrillId, { inter, fall, checkConnect, checkAnswer, interAt }: Balanced): Span {
  const wait = drill === 'web-stop' ? checkConnect : drill === 'web-slow' ? Math.min(checkAnswer, SLOW_ANSWER) : 0;
  const pace = Math.max(inter, wait);
  const answers = drill === 'web-slow' && checkAnswer > SLOW_ANSWER;
  if (answers) return lasting(`the check waits ${ms(checkAnswer)} and gets its answer`, interAt);
  const sum = `${fall} × ${ms(pace)}${wait ? ` + ${ms(wait)}` : ''}`;
  return { low: (fall - 1) * pace + wait, high: fall * pace + wait, sum, at: interAt };
}

function losses(drill: DrillId, server: Balanced, noticed: Span | null, { rate, timeout }: ForecastTraffic): Span {
  // Where a connection is given up before the client loses patience, HAProxy asks another server.
  if (drill === 'web-stop' && server.connect * 2 < timeout) return NOTHING;
  if (drill === 'web-slow' && timeout > SLOW_ANSWER) return NOTHING;
  const part = `${Math.round(server.share * 100)} % of ${rate} requests a second`;
  if (noticed === null || noticed.high === null) return lasting(`${part}, for as long as it lasts`, server.interAt);
  const count = (time: number): number => Math.round((time / 1000) * rate * server.share);
  return { low: count(noticed.low), high: count(noticed.high), sum: `${part} for ${noticed.sum}`, at: noticed.at };
}

/** Until HAProxy of a node that was cut off has all its servers UP again: those that it reached no more are DOWN for it. */
export function checksSpan({ haproxy }: Situation['holder']): Span {
  const found = haproxy && anyServer(haproxy);
  if (!found?.checked) return NOTHING;
  const { inter, rise, checkConnect, interAt } = found;
  // A check may be waiting for its connection when the way is free again.
  const high = rise * inter + checkConnect;
  return { low: 0, high, sum: `${rise} × ${ms(inter)} + ${ms(checkConnect)}`, at: interAt };
}
