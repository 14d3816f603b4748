/** The command line as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { bundled } from './bundles';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once it has said this on standard error. */
  readonly said: (text: string) => Promise<void>;
}

export async function startHaconf(...words: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [await bundled('haconf'), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const look of listeners) look();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (status) => {
      resolve({ status, ...output });
    });
  });
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (output.stderr.includes(text)) resolve();
      };
      listeners.add(look);
      look();
      void ended.then(() => {
        reject(new Error(`It ended without saying "${text}": ${output.stderr}`));
      });
    });
  return { child, ended, said };
}

/** Runs it to its end. */
export async function haconf(...words: readonly string[]): Promise<Ended> {
  return (await startHaconf(...words)).ended;
}
