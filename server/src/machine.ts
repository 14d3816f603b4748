import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where a user's PATH may not lead, and such programs are. */
const SYSTEM = ['/usr/sbin', '/usr/local/sbin'];

/**
 * Processors of this machine if HAProxy is installed on it; otherwise its configurations are another machine's.
 * @param folders in which programs are looked for.
 */
export function processorsOfHaproxy(folders: readonly string[] = programFolders()): number | undefined {
  return folders.some((folder) => existsSync(join(folder, 'haproxy'))) ? cpus().length : undefined;
}

function programFolders(): string[] {
  const named = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...named, ...SYSTEM];
}
