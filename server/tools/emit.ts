import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '..', '..');
const checking = process.argv.includes('--check');

/**
 * Writes a generated file (path relative to the project); with --check on the command line, compares instead and makes
 * the process fail when the committed file differs.
 */
export function emit(path: string, content: string): void {
  const file = join(root, path);
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (committed === content) return;
  if (checking) {
    console.error(`${path} is out of date: run "npm run generate" and commit the result.`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  console.log(`wrote ${path}`);
}
