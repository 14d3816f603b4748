import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import { RenameRefused } from '../features/rename';

/** An answer slower than this is worth a line in the log. */
const SLOW_MS = 200;

/**
 * The one wrapper around every handler: waits until the settings are known, leaves out what was cancelled meanwhile,
 * turns errors into answers and log lines, and takes the time.
 */
export class Answers {
  constructor(
    private readonly connection: Connection,
    private readonly ready: Promise<void>,
  ) {}

  /** Answers a request; `null` where there is nothing to say. */
  on(method: string, answer: (params: unknown) => unknown): void {
    this.connection.onRequest(method, (params: unknown, token: CancellationToken) =>
      this.run(method, token, () => answer(params)),
    );
  }

  async run<T>(method: string, token: CancellationToken, answer: () => T): Promise<Awaited<T> | ResponseError> {
    await this.ready;
    if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    const begin = performance.now();
    try {
      return await answer();
    } catch (error) {
      return this.refusal(method, error);
    } finally {
      const took = performance.now() - begin;
      if (took > SLOW_MS) this.connection.console.log(`${method} took ${Math.round(took)} ms`);
    }
  }

  /** Does what a notification asks for. */
  async does(method: string, task: () => unknown): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.log(method, error);
    }
  }

  private refusal(method: string, error: unknown): ResponseError {
    if (error instanceof RenameRefused) return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
    this.log(method, error);
    return new ResponseError(ErrorCodes.InternalError, `${method} failed: the log of haconf says why`);
  }

  private log(method: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.connection.console.error(`${method}: ${text}`);
  }
}
