/**
 * Reads the JSON lines of a pull or a build. An engine answers 200 and reports a later failure as a line with
 * `errorDetail`; dockerode's followProgress takes that for a success, so we read the lines ourselves.
 */
import type { Readable } from 'node:stream';
import { lineSplitter } from './demux';
import { mapError, timedOut } from './errorMap';
import { LabError } from './errors';

export interface ProgressLine {
  /** Output of a build step. */
  readonly stream?: string;
  /** What happens to a layer: `Downloading`, `Pull complete`. */
  readonly status?: string;
  /** The layer. */
  readonly id?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly errorDetail?: { readonly message?: string; readonly code?: number };
  readonly error?: string;
}

/** A layer download or a package installation may be silent, but not for this long. */
const SILENCE = 300_000;
/** So much of a step's output is kept, in characters, to find the reason of a failure in. */
const OUTPUT = 2_000;
/** So many lines of it are told. */
const LAST_WORDS = 3;

/**
 * Calls back for each line until the stream ends.
 * @throws LabError what the last line says, mapped; `build-failed` for a step that failed; `cancelled`.
 */
export async function readProgress(
  stream: Readable,
  what: string,
  onLine: (line: ProgressLine) => void,
  silence: number = SILENCE,
): Promise<void> {
  const split = lineSplitter();
  const timer = setTimeout(() => {
    stream.destroy(timedOut(what, silence));
  }, silence);
  let said = '';
  const read = (text: string): void => {
    if (text.trim() === '') return;
    const line = check(text, what, said);
    said = (said + (line.stream ?? '')).slice(-OUTPUT);
    onLine(line);
  };
  try {
    for await (const chunk of stream) {
      timer.refresh();
      split(chunk as Buffer).forEach(read);
    }
    split(Buffer.from('\n')).forEach(read);
  } catch (error) {
    throw mapError(error, what);
  } finally {
    clearTimeout(timer);
  }
}

/** @param said The end of what the step has printed: the engine itself tells only its exit code. */
function check(text: string, what: string, said: string): ProgressLine {
  let line: ProgressLine;
  try {
    line = JSON.parse(text) as ProgressLine;
  } catch (cause) {
    throw new LabError('engine-lost', `${what}: the engine's answer broke off.`, 'Try again.', { cause });
  }
  const message = line.errorDetail?.message ?? line.error;
  if (message === undefined) return line;
  const known = mapError(new Error(message), what);
  if (known.code !== 'unknown') throw known;
  const full = mapError(new Error(said), what);
  if (full.code === 'disk-full') throw full;
  const words = said.trim().split('\n').slice(-LAST_WORDS).join(' ').trim();
  throw new LabError(
    'build-failed',
    `${what} failed: ${message}`,
    words === '' ? '' : `The last that it printed: ${words}`,
    { cause: known.cause },
  );
}

/** How far a pull is, 0 to 1, from its layers' downloads. Layers that have not told their size count as small. */
export function pullFraction(): (line: ProgressLine) => number {
  const layers = new Map<string, { current: number; total: number }>();
  return ({ id, status = '', progressDetail: { current = 0, total = 0 } = {} }) => {
    if (
      id !== undefined &&
      /^(?:Pulling fs|Waiting|Downloading|Download complete|Extracting|Pull complete|Already)/.test(status)
    ) {
      const known = layers.get(id) ?? { current: 0, total: 1 };
      if (status === 'Downloading') layers.set(id, { current, total: Math.max(total, 1) });
      else if (/^(?:Download complete|Extracting|Pull complete|Already)/.test(status)) {
        layers.set(id, { current: known.total, total: known.total });
      } else layers.set(id, known);
    }
    const all = [...layers.values()];
    const whole = all.reduce((sum, layer) => sum + layer.total, 0);
    return whole === 0 ? 0 : all.reduce((sum, layer) => sum + layer.current, 0) / whole;
  };
}

/** The step that a line of a classic build begins: `Step 3/12 : RUN apt-get update`. */
export function buildStep(line: ProgressLine): { step: number; of: number; instruction: string } | undefined {
  const match = /^Step (\d+)\/(\d+) : (.*)/.exec(line.stream ?? '');
  return match === null ? undefined : { step: Number(match[1]), of: Number(match[2]), instruction: match[3]!.trim() };
}
