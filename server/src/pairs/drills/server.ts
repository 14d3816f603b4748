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
  const struck = strikeOf(drill, target, server);
  const noticed = server.checked ? noticedAfter(drill, server, struck) : null;
  const lost = losses(drill, server, noticed, struck, traffic);
  const started = drill !== 'web-stop' ? 0 : struck.refuses ? STARTUP / 2 : STARTUP;
  const again = server.checked ? upAfter(server, struck.wait) : NOTHING;
  return {
    ...still,
    measures: {
      ...measures,
      detection: noticed,
      clientGap: alone ? lasting('no other server is there') : NOTHING,
      lost,
      recovery: {
        ...again,
        high: again.high! + started,
        sum: started ? `${again.sum} + up to ${ms(started)} to start` : again.sum,
      },
    },
    rhythm: server.inter,
  };
}

/** What a server that is struck does to those who connect. */
interface Strike {
  /** How long a check waits in vain: HAProxy begins the next one `inter` after it has given up. */
  readonly wait: number;
  /** Its machine goes on, and says that nobody is there. */
  readonly refuses: boolean;
}

function strikeOf(drill: DrillId, target: Situation['target'], { checkConnect, checkAnswer }: Balanced): Strike {
  const refuses = drill === 'web-stop' && target.haproxy !== undefined;
  if (drill === 'web-slow') return { refuses, wait: Math.min(checkAnswer, SLOW_ANSWER) };
  return { refuses, wait: drill === 'web-stop' && !refuses ? checkConnect : 0 };
}

function noticedAfter(drill: DrillId, server: Balanced, { wait }: Strike): Span {
  const { inter, fastinter, fall, checkAnswer, interAt } = server;
  if (drill === 'web-slow' && checkAnswer > SLOW_ANSWER) {
    return lasting(`the check waits ${ms(checkAnswer)} and gets its answer`, interAt);
  }
  const low = wait + (fall - 1) * (fastinter + wait);
  const [first, next] = [step(inter, wait), step(fastinter, wait)];
  const sum = first === next || fall === 1 ? `${fall} × ${first}` : `${first} + ${fall - 1} × ${next}`;
  return { low, high: inter + low, sum, at: interAt };
}

const step = (pause: number, wait: number): string => (wait ? `(${ms(pause)} + ${ms(wait)})` : ms(pause));

/** Until a server that is well again is UP: a check may still wait in vain, and the next ones have to succeed. */
function upAfter({ downinter, fastinter, rise, interAt }: Balanced, wait: number): Span {
  const low = (rise - 1) * fastinter;
  const pauses =
    downinter === fastinter ? `${rise} × ${ms(downinter)}` : `${ms(downinter)} + ${rise - 1} × ${ms(fastinter)}`;
  return { low, high: wait + downinter + low, sum: wait ? `${ms(wait)} + ${pauses}` : pauses, at: interAt };
}

function losses(
  drill: DrillId,
  server: Balanced,
  noticed: Span | null,
  { refuses }: Strike,
  { rate, timeout }: ForecastTraffic,
): Span {
  if (refuses && server.redispatches && server.share < 1) return { ...NOTHING, sum: 'another server is asked' };
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
  return found?.checked ? { ...upAfter(found, found.checkConnect), low: 0 } : NOTHING;
}
