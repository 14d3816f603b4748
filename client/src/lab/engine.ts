/** The narrow interface to a Docker engine. In work. */
export interface Engine {
  /** Where it was found, for messages: `context desktop-linux (unix:///...)`. */
  readonly description: string;
}

export interface ConnectOptions {
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Finds an engine and agrees on an API version. @throws LabError no-engine, permission-denied, engine-timeout, context. */
export function connect(_options: ConnectOptions = {}): Promise<Engine> {
  return Promise.reject(new Error('in work'));
}
