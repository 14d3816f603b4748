/** The output channel named haconf. */
import * as vscode from 'vscode';
import { LabError } from './lab/errors';

export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('haconf', { log: true });
}

/** Writes an error with the engine's own words beneath ours. */
export function logError(log: vscode.LogOutputChannel, error: unknown): void {
  if (!(error instanceof LabError)) {
    log.error(error instanceof Error ? error : String(error));
    return;
  }
  log.error(`${error.code}: ${error.message} ${error.action}`.trim());
  if (error.cause instanceof Error) log.debug(error.cause.stack ?? error.cause.message);
}
