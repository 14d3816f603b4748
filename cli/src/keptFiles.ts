import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files that spare the next run some work and that anybody may delete; in a folder of this user's own. */
function folder(): string {
  return join(tmpdir(), `haconf-${process.getuid?.() ?? 'cache'}`);
}

/** `undefined` where there is none, or none that this user alone could have written. */
export function readKept(name: string): Buffer | undefined {
  return attempt(() => (isOurs(folder()) ? readFileSync(join(folder(), name)) : undefined));
}

/** Whole or not at all: several runs may write at once. Nothing is told when it cannot be written. */
export function writeKept(name: string, bytes: Buffer): void {
  attempt(() => {
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
    if (!isOurs(folder())) return;
    const written = join(folder(), `${name}.${process.pid}`);
    writeFileSync(written, bytes, { mode: 0o600 });
    renameSync(written, join(folder(), name));
  });
}

/** What is read there is run: where everybody may write, somebody else may have made the folder. */
function isOurs(path: string): boolean {
  const { uid, mode } = lstatSync(path);
  // Windows has no such numbers; there the folder for temporary files is the user's own.
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o170077) === 0o040000);
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    // Errors of the file system carry a code; anything else is a fault of ours.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
