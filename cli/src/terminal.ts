import type { Progress } from '../../client/src/lab/progress';

/** Results on standard output; what is being done on standard error, in one line that is written over on a terminal. */
export class Terminal {
  json = false;
  private last = '';

  readonly progress = ({ percent, message }: Progress): void => {
    if (process.stderr.isTTY) {
      const width = process.stderr.columns - 1;
      process.stderr.write(`\r\u001b[K${`${String(Math.round(percent)).padStart(3)} % ${message}`.slice(0, width)}`);
    } else if (message !== this.last) process.stderr.write(`${message}\n`);
    this.last = message;
  };

  /** Takes the line of progress away. */
  clear(): void {
    if (process.stderr.isTTY && this.last !== '') process.stderr.write('\r\u001b[K');
    this.last = '';
  }

  print(value: unknown, text: string): void {
    this.clear();
    process.stdout.write(this.json ? `${JSON.stringify(value)}\n` : text);
  }
}
