// Folders that live as long as one process.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cache } from '../../scripts/setup/pins.mjs';

const base = path.join(cache, 'run');

function alive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

export const discard = (folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/** A new folder `.cache/run/KIND-PID`. Those that killed processes left behind are removed on the way. */
export function scratch(kind) {
  mkdirSync(base, { recursive: true });
  for (const name of readdirSync(base)) {
    const pid = Number(/-(\d+)$/.exec(name)?.[1]);
    if (!(pid > 0 && alive(pid))) discard(path.join(base, name));
  }
  const folder = path.join(base, `${kind}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}
