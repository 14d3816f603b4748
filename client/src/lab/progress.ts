/** How far a long operation is. */
export interface Progress {
  /** 0 to 100, never falling. */
  readonly percent: number;
  /** What is being done now: `Building ha-lab-web: installing haproxy`. */
  readonly message: string;
}

/** What every long operation takes. */
export interface RunOptions {
  /** Aborting it makes the operation fail with LabError `cancelled`, after it has cleaned up behind itself. */
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: Progress) => void) | undefined;
}

type Report = RunOptions['progress'];

/** A part of a longer operation: its 0 to 100 become `from` to `to`. */
export function span(report: Report, from: number, to: number): Report {
  let highest = 0;
  return (
    report &&
    (({ percent, message }) => {
      highest = Math.max(highest, percent);
      report({ percent: from + ((to - from) * highest) / 100, message });
    })
  );
}
