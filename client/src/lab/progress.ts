/** How far a long operation is. */
export interface Progress {
  /** 0 to 100, never falling. */
  readonly percent: number;
  /** What is being done now: `Building the images: installing haproxy`. */
  readonly message: string;
}

/** What every long operation takes. */
export interface RunOptions {
  /** Aborting it makes the operation fail with LabError `cancelled`, after it has cleaned up behind itself. */
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: Progress) => void) | undefined;
}
