/** The stream of one node: a watcher that runs inside it for as long as we listen. */
import type { Duplex } from 'node:stream';
import { demultiplexer, lineSplitter } from './demux';
import type { Engine } from './dockerApi';
import { mapError } from './errorMap';
import { LabError } from './errors';
import { parseReport, type Report } from './reports';

/** We send a byte this often; the watcher answers each, and ends when none came for 30 s. */
const HEARTBEAT = 5_000;
/** Nothing heard for this long: the connection is dead, even if nobody has closed it. */
const SILENCE = 12_000;

export interface NodeStreamOptions {
  readonly engine: Engine;
  readonly containerId: string;
  /** Of the watcher inside: `/usr/local/lib/haconf/watch-probe`. */
  readonly command: readonly string[];
  readonly name: string;
  readonly signal: AbortSignal;
  readonly onReport: (report: Report) => void;
  /** How to write to the watcher's standard input, as soon as that is possible. Each line is answered by `alive`. */
  readonly onOpen?: ((write: (text: string) => void) => void) | undefined;
  /** For messages; `Watching mylb1` when not given. */
  readonly what?: string | undefined;
}

/** Listens until the stream ends. @throws LabError why it ended; `cancelled` when the signal was aborted. */
export async function listen({
  engine,
  containerId,
  command,
  name,
  signal,
  onReport,
  onOpen,
  what = `Watching ${name}`,
}: NodeStreamOptions): Promise<never> {
  const stream = await engine.openExec(containerId, command, what, { signal });
  const silent = setTimeout(() => {
    stream.destroy(new LabError('engine-timeout', `${what}: nothing was heard for ${SILENCE / 1000} s.`, ''));
  }, SILENCE);
  const write = (text: string) => {
    if (stream.writable) stream.write(text);
  };
  const heartbeat = setInterval(() => {
    write('\n');
  }, HEARTBEAT);
  onOpen?.(write);
  try {
    const complaint = await read(stream, (report) => {
      silent.refresh();
      onReport(report);
    });
    throw new LabError('engine-lost', `${what} ended. ${complaint}`.trim(), 'It is tried again.');
  } catch (error) {
    throw mapError(error, what);
  } finally {
    clearTimeout(silent);
    clearInterval(heartbeat);
    // Ends the watcher's standard input, and with it the watcher.
    stream.destroy();
  }
}

/** @returns What the watcher said on standard error. */
async function read(stream: Duplex, onReport: (report: Report) => void): Promise<string> {
  const demultiplex = demultiplexer();
  const split = lineSplitter();
  let complaint = '';
  for await (const chunk of stream) {
    for (const { stream: which, data } of demultiplex(chunk as Buffer)) {
      if (which === 'stderr') complaint = (complaint + data.toString()).slice(-500);
      else for (const line of split(data)) if (line !== '') onReport(parseReport(line));
    }
  }
  return complaint.trim();
}
