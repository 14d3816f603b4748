/** The only place of the client that starts processes. Nothing here is called in a workspace that is not trusted. */
import { execFile } from 'node:child_process';
import type { ExecResult } from './dockerShapes';
import { cancelled } from './errorMap';
import { LabError } from './errors';

export interface ProcessOptions {
  readonly cwd: string;
  /** Milliseconds until it is killed. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a command, without a shell, to its end. Exit code 127 when there is no such command, as shells have it.
 * @throws LabError cancelled; unknown when it is killed after `timeout` or cannot be run.
 */
export function runProcess(command: string, args: readonly string[], options: ProcessOptions): Promise<ExecResult> {
  const { cwd, timeout, signal } = options;
  return new Promise((resolve, reject) => {
    const limits = { maxBuffer: 4 * 1024 * 1024, windowsHide: true, killSignal: 'SIGKILL' } as const;
    execFile(command, args, { cwd, timeout, signal, ...limits }, (error, stdout, stderr) => {
      const output = stdout + stderr;
      if (error === null) resolve({ exitCode: 0, output });
      else if (typeof error.code === 'number') resolve({ exitCode: error.code, output });
      else if ((error as NodeJS.ErrnoException).code === 'ENOENT') resolve({ exitCode: 127, output });
      else if (signal?.aborted === true) reject(cancelled());
      else {
        const message = `${command} did not answer within ${timeout / 1000} s, or could not be run.`;
        reject(new LabError('unknown', message, 'The log says more.', { cause: error }));
      }
    });
  });
}
