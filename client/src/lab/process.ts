/** The only place of the client that starts processes. Nothing here is called in a workspace that is not trusted. */
import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import { Duplex } from 'node:stream';
import type { ExecResult } from './dockerShapes';
import { cancelled } from './errorMap';
import { LabError, ProgramFailed } from './errors';

/** How long standard error may take to come after the end: a process of the program's own may keep it open. */
const LAST_WORDS = 200;
/** After SIGTERM. */
const GRACE = 2_000;

export interface ProcessOptions {
  readonly cwd: string;
  /** On top of this process's own. */
  readonly env?: Readonly<Record<string, string>> | undefined;
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
  const env = { ...process.env, ...options.env };
  return new Promise((resolve, reject) => {
    const limits = { maxBuffer: 4 * 1024 * 1024, windowsHide: true, killSignal: 'SIGKILL' } as const;
    execFile(command, args, { cwd, env, timeout, signal, ...limits }, (error, stdout, stderr) => {
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

const running = new Set<ProgramStream>();

/** Ends everything that was started here. */
export function endPrograms(): void {
  for (const stream of running) stream.destroy();
}

/**
 * Standard input and output of a program as a stream that looks enough like a socket for node:http. Destroying it
 * ends the program and what that has started. A program that fails destroys it with ProgramFailed.
 */
export class ProgramStream extends Duplex {
  /** Resolves when it has printed something, or has ended. */
  readonly begun: Promise<void>;
  private readonly child: ChildProcessWithoutNullStreams;
  private said = '';
  private hasEnded = false;

  constructor(
    readonly program: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
  ) {
    super();
    // In a session of its own it has no terminal to ask a person on, and can be ended together with its children.
    const detached = process.platform !== 'win32';
    const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'], detached, windowsHide: true });
    this.child = child;
    running.add(this);
    this.begun = new Promise((resolve) => {
      child.stdout.once('data', () => {
        resolve();
      });
      this.once('close', resolve);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) child.stdout.pause();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.said = (this.said + chunk.toString()).slice(-2_000);
    });
    // The end of the program tells why it stopped to listen.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => {
      this.conclude(undefined, error.message);
    });
    child.on('exit', (code) =>
      setTimeout(() => {
        this.conclude(code ?? undefined);
      }, LAST_WORDS),
    );
    child.on('close', (code) => {
      this.conclude(code ?? undefined);
    });
  }

  override _read(): void {
    this.child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.child.stdin.write(chunk, (error) => {
      if (!error) done();
    });
  }

  override _final(done: () => void): void {
    this.child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.signal('SIGTERM');
    setTimeout(() => {
      this.signal('SIGKILL');
    }, GRACE).unref();
    done(error);
  }

  // What node:http calls on a socket.
  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    this.child.ref();
    for (const pipe of this.pipes()) pipe.ref();
    return this;
  }
  unref(): this {
    this.child.unref();
    for (const pipe of this.pipes()) pipe.unref();
    return this;
  }

  private pipes(): Socket[] {
    const { stdin, stdout, stderr } = this.child;
    return [stdin, stdout, stderr] as unknown as Socket[];
  }

  private conclude(code: number | undefined, more = ''): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    running.delete(this);
    if (code === 0) this.push(null);
    else this.destroy(new ProgramFailed(this.program, code, this.said + more));
  }

  private signal(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
    if (process.platform === 'win32') this.child.kill(signal);
    else process.kill(-pid, signal);
  }
}

/** Whether a program of that name is on PATH. */
export async function isOnPath(program: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const [path = ''] = Object.entries(env).flatMap(([name, value]) => (/^path$/i.test(name) ? [value] : []));
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  const files = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const found = await Promise.all(
    files.map((file) =>
      access(file, constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
