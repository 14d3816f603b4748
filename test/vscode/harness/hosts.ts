// The extension hosts of the VS Code that the tests run in: one process for each window, this one among them.
import { readdirSync, readFileSync } from 'node:fs';

/** Process ids of the extension hosts of the other windows. */
export function otherHosts(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && parentOf(pid) === process.ppid && isHost(pid));
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    // It has ended since it was listed.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

const isHost = (pid: number) => read(pid, 'cmdline').includes('--type=extensionHost');

const parentOf = (pid: number) => Number(/^PPid:\s*(\d+)/m.exec(read(pid, 'status'))?.[1]);
