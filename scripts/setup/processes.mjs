// Starting and ending processes. Whatever is started here is ended by us, by its own id, on every way out.
import { spawn, spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin, root } from './pins.mjs';

const leash = path.join(path.dirname(fileURLToPath(import.meta.url)), 'leash.mjs');

/** The environment of every later step: node_modules/.bin first, so that `node` is the pinned Node 24. */
export function stepEnv(more = {}) {
  return { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`, ...more };
}

/** The file that a program's name stands for on PATH, else undefined. */
export function which(name) {
  const found =
    process.platform === 'win32'
      ? spawnSync('where', [name], { encoding: 'utf8' })
      : spawnSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.split(/\r?\n/)[0] : undefined;
}

export const onPath = (name) => which(name) !== undefined;

/** Everything that is running because of us, youngest last. */
const running = new Set();

/**
 * Starts a command that ends with us at the latest (see leash.mjs).
 * Options: cwd, env, `log` (a file for its output; else ours), `mode` and `grace` in seconds (see leash.mjs).
 * Returns the pid of the leash, a promise of the exit status, and stop(), which resolves when it is gone.
 */
export function start(command, args, { cwd = root, env = stepEnv(), log, mode = 'group', grace = 10 } = {}) {
  // Both streams go to one, so that what is said stays in the order of saying.
  const output = log === undefined ? 1 : openSync(log, 'w');
  const child = spawn(process.execPath, [leash, mode, String(grace), command, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', output, output],
  });
  const entry = { pid: child.pid, exited: undefined, ended: false, stop: undefined };
  entry.exited = new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  }).finally(() => {
    entry.ended = true;
    running.delete(entry);
  });
  entry.stop = () => {
    child.stdin.end();
    return entry.exited;
  };
  running.add(entry);
  return entry;
}

/** Ends all that start() began, youngest first, and waits for it. */
export async function stopAll() {
  for (const entry of [...running].reverse()) await entry.stop();
}

/** Runs a command to its end with its output on ours; ends it after `seconds`. Returns its exit status, 124 for late. */
export async function run(command, args, { seconds = 900, ...options } = {}) {
  const entry = start(command, args, options);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    console.log(`${command} did not end within ${seconds} s and is stopped`);
    void entry.stop();
  }, seconds * 1000);
  const status = await entry.exited;
  clearTimeout(timer);
  return late ? 124 : status;
}

/** Runs a command quietly. Returns `{status, output}`; the output is standard output and error together. */
export function quietly(command, args, { cwd = root, env = stepEnv(), seconds = 600 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    // Not spawn's own `timeout`: its timer outlives a command that does not exist, and keeps us waiting for it.
    const timer = setTimeout(() => {
      output += `\n${command} did not end within ${seconds} s and is stopped`;
      child.kill();
    }, seconds * 1000);
    const finish = (result) => {
      clearTimeout(timer);
      resolve(result);
    };
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', (error) => finish({ status: 127, output: error.message }));
    child.on('close', (code) => finish({ status: code ?? 124, output }));
  });
}
