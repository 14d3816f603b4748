/** Where the state of a target comes from, and how changes get there. */
import type { RunOptions } from '../progress';
import type { Inside } from '../reports';

/** What a target has told, and what it cannot tell. */
export interface Told {
  readonly inside: Partial<Inside>;
  /** Sentences on what cannot be seen there, with what would help. */
  readonly missing?: readonly string[];
}

export interface Source {
  /**
   * Tells again and again, never with more than one connection at a time, until the signal aborts.
   * @throws LabError why it ended.
   */
  follow(onTold: (told: Told) => void, signal: AbortSignal): Promise<never>;
  /** Gives HAProxy a command of its runtime API; resolves with its answer. Undefined where there is no way to. */
  readonly command?: ((command: string, options: RunOptions) => Promise<string>) | undefined;
}

/** How often a target is asked, in milliseconds after its last answer. */
export const PACE = 1_500;
/** An answer that takes longer, or is larger, is none. */
export const PATIENCE = 5_000;
export const MOST = 32 * 1024 * 1024;
/** What is asked of a runtime socket. */
export const QUESTION = 'show stat -1 7 -1;show servers state';

/** Parts the answers to QUESTION. */
export function partAnswers(answer: string): { stat: string; servers: string } {
  const end = answer.search(/\n\r?\n/);
  return end < 0 ? { stat: answer, servers: '' } : { stat: answer.slice(0, end + 1), servers: answer.slice(end) };
}

/** Waits; ends early when the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
