/** Waiting between tries: longer each time, until something worked. */
const FIRST = 100;
const LONGEST = 5_000;

export class Backoff {
  private next = FIRST;

  reset(): void {
    this.next = FIRST;
  }

  /** Waits; ends early, without an error, when the signal is aborted. */
  wait(signal: AbortSignal): Promise<void> {
    const delay = this.next;
    this.next = Math.min(this.next * 2, LONGEST);
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, delay);
      signal.addEventListener('abort', done);
    });
  }
}
