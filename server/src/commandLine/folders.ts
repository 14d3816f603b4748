import { readdirSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { languageOfPath } from '../detect';
import { isSkipped } from '../disk';

/**
 * A name of the command line as names of files: those below a folder that a language claims by name, in the order of names.
 * @param language Only its files.
 */
export function filesOf(name: string, language: string | undefined): string[] {
  if (name === '-' || statSync(name, { throwIfNoEntry: false })?.isDirectory() !== true) return [name];
  const files = below(name).filter((file) => {
    const claimed = languageOfPath(resolve(file).replaceAll(sep, '/'));
    return claimed !== undefined && (language === undefined || claimed === language);
  });
  // A folder without any is refused when it is read.
  return files.length > 0 ? files : [name];
}

function below(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return isSkipped(entry.name) ? [] : below(path);
      return entry.isFile() ? [path] : [];
    });
}
