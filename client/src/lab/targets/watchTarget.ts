/** Keeps the state of one target true: follows its source, and begins again with back-off when that ends. */
import { Backoff } from '../backoff';
import { mapError } from '../errorMap';
import type { LabError } from '../errors';
import { NOTHING_KNOWN, type Inside } from '../reports';
import type { Source } from './source';

export interface TargetState {
  readonly inside: Inside;
  /** Why it does not tell; what `inside` holds is then nothing. Undefined while it tells, and before the first try. */
  readonly trouble: LabError | undefined;
  /** It has told since the last trouble. */
  readonly live: boolean;
  readonly missing: readonly string[];
}

export const NOT_ASKED: TargetState = { inside: NOTHING_KNOWN, trouble: undefined, live: false, missing: [] };

export interface TargetWatch {
  readonly state: TargetState;
  close(): Promise<void>;
}

/** Wrong credentials and untrusted certificates do not get better by asking again, and asking may lock an account. */
const FINAL: readonly string[] = ['credentials', 'certificate'];

/** Begins to watch; never throws. `changed` is called after each change of `state`. */
export function watchTarget(source: () => Promise<Source>, label: string, changed: () => void): TargetWatch {
  const closed = new AbortController();
  const { signal } = closed;
  const ended = () => signal.aborted;
  let state = NOT_ASKED;
  const set = (next: TargetState) => {
    state = next;
    if (!ended()) changed();
  };
  const run = async () => {
    const backoff = new Backoff();
    while (!ended()) {
      try {
        const one = await source();
        await one.follow(({ inside, missing = [] }) => {
          backoff.reset();
          set({ inside: { ...NOTHING_KNOWN, ...inside }, trouble: undefined, live: true, missing });
        }, signal);
      } catch (error) {
        if (ended()) return;
        const trouble = mapError(error, `Watching ${label}`);
        set({ ...NOT_ASKED, trouble });
        if (FINAL.includes(trouble.code)) return;
      }
      await backoff.wait(signal);
    }
  };
  const running = run();
  return {
    get state() {
      return state;
    },
    close: async () => {
      closed.abort();
      await running;
    },
  };
}
