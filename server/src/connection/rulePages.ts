import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { URI } from 'vscode-uri';

/**
 * Addresses of the rules' pages.
 * @param folder URI of their folder; without it, `docs/rules` beside the folder this program is in.
 */
export function rulePages(folder: string | undefined): (rule: string) => string | undefined {
  const path = folder === undefined ? join(__dirname, '..', 'docs', 'rules') : URI.parse(folder).fsPath;
  if (!existsSync(path)) return () => undefined;
  return (rule) => URI.file(join(path, `${rule}.md`)).toString();
}
