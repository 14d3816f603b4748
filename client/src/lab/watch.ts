/** Keeps a LabState true: one stream per node and the engine's events. */
import type { Engine } from './engine';
import type { LabPlan } from './plan';
import type { LabState } from './state';

export interface Watch {
  /** The newest state; a new object whenever something changed. */
  readonly state: LabState;
  /** Calls back after each change, coalesced to at most one call in 50 ms. Returns how to stop it. */
  onChange(listener: (state: LabState) => void): () => void;
  /** Resolves with the first state that satisfies the condition. @throws LabError `cancelled`. */
  until(condition: (state: LabState) => boolean, signal?: AbortSignal): Promise<LabState>;
  /** Ends every stream. */
  close(): Promise<void>;
}

/** Begins to watch. Never throws: an engine that does not answer is `state.trouble`, and is tried again with back-off. */
export function watchLab(_connect: () => Promise<Engine>, _plan: LabPlan): Watch {
  throw new Error('in work');
}
