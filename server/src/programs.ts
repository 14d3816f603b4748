import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { versionInOutput } from './versions';

const TIMEOUT_MS = 3000;

/**
 * The version of a program on PATH, as it says itself; `undefined` when there is none or it does not answer in time.
 * The only place of the server that starts a process. Not to be called in a workspace that is not trusted.
 */
export async function installedVersion(program: 'haproxy' | 'keepalived'): Promise<string | undefined> {
  return new Promise((resolve) => {
    // From a folder without programs: some systems look there before PATH.
    execFile(program, ['-v'], { timeout: TIMEOUT_MS, cwd: tmpdir(), windowsHide: true }, (_error, stdout, stderr) => {
      resolve(versionInOutput(`${stdout}\n${stderr}`));
    });
  });
}
