/** HTTP to an engine, without knowing what is asked. engine.ts implements it; tests may put another in its place. */
import type { Duplex, Readable } from 'node:stream';

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without version and query: `/containers/json`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  /** A tar archive to send instead of a body. */
  readonly archive?: Buffer;
  /** Status codes besides 2xx that are no error. */
  readonly accept?: readonly number[];
  /** What is done, for messages: `Starting mylb1`. */
  readonly what: string;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the answer (of a stream: its beginning); 20 s if not given. */
  readonly timeout?: number;
}

/** Every method fails with LabError. */
export interface Transport {
  /** The JSON of the answer; undefined for an empty one. */
  request(call: Call): Promise<unknown>;
  /** The body as it comes. Aborting the signal destroys it with LabError `cancelled`. */
  stream(call: Call): Promise<Readable>;
  /** A connection that carries both directions (exec with standard input). */
  hijack(call: Call): Promise<Duplex>;
}
