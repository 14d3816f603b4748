// Desktop VS Code with the extension loaded from source, in a profile of its own so that it is a program of its own,
// which can be ended without touching the windows that the person has open.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cache, root } from './setup/pins.mjs';
import { quietly } from './setup/processes.mjs';

const profile = path.join(cache, 'desktop');

/** The process of the window: VS Code writes its id into the profile, because `code` itself returns at once. */
function mainProcess() {
  const lock = path.join(profile, 'code.lock');
  const pid = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
  try {
    return pid > 0 && process.kill(pid, 0) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Opens a window. Returns stop(), and `closed`, a promise of its end. Throws when `code` fails. */
export async function openDesktop(folder) {
  mkdirSync(profile, { recursive: true });
  const args = ['--new-window', `--user-data-dir=${profile}`, `--extensionDevelopmentPath=${root}`, folder];
  if (process.getuid?.() === 0) args.unshift('--no-sandbox');
  const { status, output } = await quietly(process.platform === 'win32' ? 'code.cmd' : 'code', args);
  if (status !== 0) throw new Error(`code failed: ${output.trim()}`);
  for (let tenths = 0; tenths < 300 && mainProcess() === undefined; tenths++) await sleep(100);
  const watch = async () => {
    while (mainProcess() !== undefined) await sleep(500);
  };
  return {
    closed: watch(),
    stop: () => {
      const pid = mainProcess();
      if (pid !== undefined) process.kill(pid, 'SIGTERM');
    },
  };
}
