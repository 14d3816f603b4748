/** What people do with a browser or curl while they work with a lab. */
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from './harness';

export function basic(user: string, password: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** Status of each line of HAProxy's statistics by `backend/server`, from the CSV behind the page. */
export async function statistics(url: string, user: string, password: string): Promise<Map<string, string>> {
  const { status, text } = await ask(`${url};csv`, basic(user, password));
  if (status !== 200) throw new Error(`${url} answers ${status}`);
  const [header = '', ...rows] = text.trim().split('\n');
  const names = header.replace(/^# /, '').split(',');
  const at = names.indexOf('status');
  return new Map(
    rows.map((row) => {
      const cells = row.split(',');
      return [`${cells[0]}/${cells[1]}`, cells[at] ?? ''];
    }),
  );
}

/** The texts of so many answers, one after the other. */
export async function texts(url: string, count: number): Promise<string[]> {
  const found: string[] = [];
  while (found.length < count) found.push((await ask(url)).text.trim());
  return found;
}

export interface Seen {
  /** When the answer, or the failure, was complete; in milliseconds. */
  readonly at: number;
  /** The load balancer that it came through; undefined when there was no answer, or an error. */
  readonly through: string | undefined;
}

/** `while true; do curl URL; sleep 0.2; done`, as long as the work takes, and once more after it. */
export async function requestLoop(url: string, work: () => Promise<void>): Promise<readonly Seen[]> {
  const found: Seen[] = [];
  const worked = new AbortController();
  const loop = async () => {
    for (let last = false; !last;) {
      // What the work waited for may have come about since the request before.
      last = worked.signal.aborted;
      const answer = await ask(url).catch(() => undefined);
      const through = answer?.status === 200 ? String(answer.headers['x-lb']) : undefined;
      found.push({ at: Date.now(), through });
      await pause(200);
    }
  };
  const ended = loop();
  try {
    await work();
  } finally {
    worked.abort();
    await ended;
  }
  return found;
}

/** The longest time without an answer, in milliseconds. */
export function longestSilence(seen: readonly Seen[]): number {
  const answered = seen.filter(({ through }) => through !== undefined).map(({ at }) => at);
  return Math.max(0, ...answered.slice(1).map((at, index) => at - answered[index]!));
}

/** The load balancers in the order in which they took over. */
export function holders(seen: readonly Seen[]): string[] {
  const through = seen.flatMap((one) => one.through ?? []);
  return through.filter((name, index) => name !== through[index - 1]);
}
