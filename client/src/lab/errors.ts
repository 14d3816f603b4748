/** What can go wrong between us and a Docker engine, by cause. The texts live in errorMap.ts. */
export type LabErrorCode =
  | 'no-engine'
  | 'permission-denied'
  | 'engine-timeout'
  | 'engine-lost'
  | 'context'
  | 'ssh'
  | 'api-version'
  | 'port-taken'
  | 'port-forbidden'
  | 'subnet-taken'
  | 'name-taken'
  | 'image-missing'
  | 'registry'
  | 'disk-full'
  | 'capability'
  | 'executable-missing'
  | 'node-paused'
  | 'node-not-running'
  | 'build-failed'
  | 'node-failed'
  | 'definition'
  | 'target'
  | 'credentials'
  | 'certificate'
  | 'cancelled'
  | 'unknown';

/**
 * A failure that a person can act on: `message` says what is wrong, `action` what to do about it (may be empty).
 * `cause` keeps the engine's own error.
 */
export class LabError extends Error {
  constructor(
    readonly code: LabErrorCode,
    message: string,
    readonly action: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'LabError';
  }
}

/** A port that cannot be published, as somebody has it already. */
export class PortTaken extends LabError {
  /** @param port Undefined when the engine does not say which. */
  constructor(
    readonly port: number | undefined,
    action: string,
    options?: ErrorOptions,
  ) {
    super('port-taken', port === undefined ? 'A port of the lab is taken.' : `Port ${port} is taken.`, action, options);
  }
}

/** A program that ended otherwise than well, with what it said on standard error. */
export class ProgramFailed extends Error {
  constructor(
    readonly program: string,
    /** Undefined when it was killed or never began. */
    readonly exitCode: number | undefined,
    /** At most the last 2,000 characters. */
    readonly said: string,
  ) {
    super(`${program} ended${exitCode === undefined ? '' : ` with exit code ${exitCode}`}: ${said.trim()}`);
    this.name = 'ProgramFailed';
  }
}
