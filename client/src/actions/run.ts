/** Runs what takes a while: shows how far it is, lets it be cancelled, and reports what goes wrong. */
import * as vscode from 'vscode';
import type { RunOptions } from '../lab/progress';
import type { Parts } from './parts';
import { report, type Where } from './report';

export interface Job<T> extends Where {
  /** `Starting HA Lab` */
  readonly title: string;
  /** A notification with percentages and a cancel button, or a spinner in the status bar. */
  readonly size: 'long' | 'short';
  readonly work: (options: RunOptions & { readonly signal: AbortSignal }) => Promise<T>;
}

/** Resolves with what the work gave; undefined when it failed or was cancelled, which has been reported then. */
export async function run<T>({ log }: Parts, job: Job<T>): Promise<T | undefined> {
  const long = job.size === 'long';
  const options: vscode.ProgressOptions = {
    location: long ? vscode.ProgressLocation.Notification : vscode.ProgressLocation.Window,
    title: long ? job.title : `$(sync~spin) ${job.title}`,
    cancellable: long,
  };
  log.info(job.title);
  try {
    return await vscode.window.withProgress(options, async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        progress.report({ message: 'cancelling and cleaning up' });
        abort.abort();
      });
      let reached = 0;
      const tell: RunOptions['progress'] = ({ percent, message }) => {
        if (abort.signal.aborted) return;
        progress.report({ increment: percent - reached, message: `${Math.round(percent)} %, ${message}` });
        reached = percent;
      };
      return await job.work({ signal: abort.signal, progress: tell });
    });
  } catch (error) {
    // Not awaited: the message stays for as long as the person likes.
    void report(error, log, job);
    return undefined;
  }
}
