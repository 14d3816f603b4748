/**
 * Brings a changed configuration into a running node: check, load, verify; and back to what was there when one of them
 * fails. What the programs say goes into the error.
 */
import { copyConfiguration } from './containers';
import { demultiplexer } from './demux';
import type { Engine } from './dockerApi';
import { cancelled, mapError } from './errorMap';
import { LabError } from './errors';
import type { NodePlan } from './plan';
import { ACTIVE, CHOSEN, configurationOf, programsOf, type Program } from './programs';
import type { RunOptions } from './progress';
import { backendsOf, verifyBackends } from './verification';

/** What a configuration did not pass. The node then runs what it ran before. */
export class ConfigurationRefused extends LabError {
  constructor(
    readonly node: string,
    readonly program: Program['name'],
    readonly step: 'check' | 'load' | 'verification',
    /** The program's own words, with the paths of the node. */
    readonly words: string,
    message: string,
  ) {
    super('node-failed', message, 'Mend what it complains about, and try again.');
    this.name = 'ConfigurationRefused';
  }
}

export interface ReconfigureOptions extends RunOptions {
  /** The programs to check and load; all whose configuration is copied into the node when not given. */
  readonly programs?: readonly Program['name'][] | undefined;
}

/** A tar archive of what was in place before the newest change. */
const PREVIOUS = '/run/haconf/previous.tar';

const KEEP = `for place in "$@"; do [ ! -e "$place" ] || echo "\${place#/}"; done |
{ mkdir -p /run/haconf ${CHOSEN} && tar -C / -cf ${PREVIOUS} --files-from=/dev/stdin; }`;
// What was not there before goes; nothing that a running program may look for is away in between.
const PUT_BACK = `tar -C / -xf ${PREVIOUS} && tar -tf ${PREVIOUS} | sed 's,^,/,' > ${PREVIOUS}.list &&
find "$@" ! -type d | { grep --fixed-strings --line-regexp --invert-match --file=${PREVIOUS}.list || true; } |
xargs --no-run-if-empty --delimiter='\\n' rm --force`;

/**
 * Puts the node's configuration files, as they are now in the lab's folder, in place of those that run. Its programs
 * check them, load them without losing a connection, and are looked at afterwards. Whatever fails or is cancelled, what
 * was there before is put back and runs. Changes of one node follow each other.
 * @param node As it is to be: its `environment` may name another configuration than the one that runs.
 * @param id Of its running container.
 * @throws ConfigurationRefused; LabError.
 */
export function reconfigure(
  engine: Engine,
  node: NodePlan,
  id: string,
  options: ReconfigureOptions = {},
): Promise<void> {
  return inTurn(id, () => change(engine, node, id, options));
}

/** Puts back what the newest change of the node replaced, and loads it. Harmless when there is nothing to put back. */
export function rollBack(engine: Engine, node: NodePlan, id: string, options: RunOptions = {}): Promise<void> {
  return inTurn(id, async () => {
    const { exitCode } = await engine.exec(id, ['test', '-f', PREVIOUS], 'Looking for what was there', options);
    if (exitCode !== 0) return;
    const [failure] = await putBack(engine, node, id, programsOf(node));
    if (failure !== undefined) throw failure;
  });
}

async function change(engine: Engine, node: NodePlan, id: string, options: ReconfigureOptions): Promise<void> {
  const { signal, progress } = options;
  const programs = wantedOf(node, options);
  await keep(engine, node, id, signal);
  const loaded: Program[] = [];
  try {
    progress?.({ percent: 10, message: `Checking the configuration of ${node.name}` });
    await copyConfiguration(engine, node, id, signal);
    for (const program of programs) await check(engine, node, id, program, signal);
    for (const [index, program] of programs.entries()) {
      progress?.({ percent: 30 + (60 * index) / programs.length, message: `Loading it in ${program.label}` });
      // Not cut in the middle: we would not know what runs.
      if (signal?.aborted === true) throw cancelled();
      loaded.push(program);
      await load(engine, node, id, program, signal);
    }
    progress?.({ percent: 100, message: 'Loaded' });
  } catch (error) {
    const [failure] = await putBack(engine, node, id, loaded);
    if (failure === undefined) throw error;
    const message = `${(error as Error).message} What ran before could not be put back: ${failure.message}`;
    throw new LabError('node-failed', message, failure.action, { cause: error });
  }
}

function wantedOf(node: NodePlan, { programs }: ReconfigureOptions): Program[] {
  return programsOf(node).filter(({ name }) => programs?.includes(name) ?? true);
}

const placesOf = (node: NodePlan) => [CHOSEN, ...node.copy.map(({ to }) => to)];

/** Keeps what is in place, for `putBack`. */
function keep(engine: Engine, node: NodePlan, id: string, signal: AbortSignal | undefined) {
  const command = shell(KEEP, placesOf(node));
  return must(engine, id, command, `Keeping the configuration of ${node.name}`, signal);
}

async function check(engine: Engine, node: NodePlan, id: string, program: Program, signal: AbortSignal | undefined) {
  const what = `Checking the configuration of ${program.label}`;
  const { exitCode, output } = await engine.exec(id, program.check, what, { signal });
  if (exitCode === 0) return;
  const words = output.trim();
  const message = `${program.label} on ${node.name} refuses the configuration: ${words}`;
  throw new ConfigurationRefused(node.name, program.name, 'check', words, message);
}

async function load(engine: Engine, node: NodePlan, id: string, program: Program, signal: AbortSignal | undefined) {
  const before = program.name === 'haproxy' ? await backendsOf(engine, id, signal) : [];
  const begin = Math.floor(Date.now() / 1000);
  const { exitCode, output } = await engine.exec(id, program.reload, `Reloading ${program.label}`);
  const said = await wordsSince(engine, node, id, begin, program);
  const discarded = /Cannot change .* at a reload/.exec(said);
  if (exitCode !== 0 || discarded !== null) {
    const words = [said, output.trim()].filter((text) => text !== '').join('\n');
    const message = `${program.label} on ${node.name} could not load the configuration; the one before runs on: ${words}`;
    throw new ConfigurationRefused(node.name, program.name, 'load', words, message);
  }
  const wrong = program.name === 'haproxy' ? await verifyBackends(engine, id, before, signal) : undefined;
  if (wrong === undefined) return;
  const message = `HAProxy on ${node.name} loaded the configuration, but ${wrong}. The one before runs again.`;
  throw new ConfigurationRefused(node.name, program.name, 'verification', wrong, message);
}

/** What a program complained about in the container's log since a moment (seconds of Unix time). */
async function wordsSince(engine: Engine, node: NodePlan, id: string, since: number, { name }: Program) {
  const demultiplex = demultiplexer();
  const parts: Buffer[] = [];
  for await (const chunk of await engine.logs(id, false, 200, { since })) {
    parts.push(...demultiplex(chunk as Buffer).map(({ data }) => data));
  }
  const lines = Buffer.concat(parts).toString().split('\n');
  const complaint = name === 'haproxy' ? /^\[ALERT\]/ : /Cannot change|[Ee]rror/;
  const words = lines.filter((line) => complaint.test(line)).join('\n');
  return words.replaceAll(ACTIVE, configurationOf(node, 'haproxy') ?? ACTIVE);
}

/** Takes no signal: it also follows a cancellation. @returns What went wrong. */
async function putBack(engine: Engine, node: NodePlan, id: string, programs: readonly Program[]): Promise<LabError[]> {
  const steps = [
    { command: shell(PUT_BACK, placesOf(node)), what: `Putting the configuration of ${node.name} back` },
    ...programs.map(({ reload, label }) => ({ command: reload, what: `Reloading ${label}` })),
  ];
  const failures: LabError[] = [];
  for (const { command, what } of steps) {
    const failure = await must(engine, id, command, what, undefined).then(() => undefined, mapped(what));
    if (failure !== undefined) failures.push(failure);
  }
  return failures;
}

const mapped = (what: string) => (error: unknown) => mapError(error, what);

function shell(script: string, args: readonly string[]): string[] {
  return ['sh', '-c', script, 'sh', ...args];
}

async function must(
  engine: Engine,
  id: string,
  command: readonly string[],
  what: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { exitCode, output } = await engine.exec(id, command, what, { signal });
  if (exitCode === 0) return;
  throw new LabError('node-failed', `${what} failed: ${output.trim()}`, 'Look at the log of the node.');
}

const turns = new Map<string, Promise<unknown>>();

async function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
  const result = (turns.get(id) ?? Promise.resolve()).then(work);
  // Whether it failed is for its caller; the next one begins in any case.
  const ended = result.then(
    () => undefined,
    () => undefined,
  );
  turns.set(id, ended);
  await ended;
  if (turns.get(id) === ended) turns.delete(id);
  return result;
}
