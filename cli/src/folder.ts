/** Which lab a command is about. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { definitionIn } from '../../client/src/lab/compose';
import { LabError } from '../../client/src/lab/errors';

/** Where `scaffold` puts a lab when nobody says otherwise. */
export const PRESET_FOLDER = 'ha-lab';

/**
 * The definition of the lab in a folder; when none is given, in the current one, else where `scaffold` would put it.
 * @throws LabError definition when there is none.
 */
export function definitionOf(folder: string | undefined): string {
  const candidates = folder === undefined ? ['.', PRESET_FOLDER] : [folder];
  const found = candidates.map((one) => definitionIn(resolve(one))).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new LabError(
    'definition',
    `There is no lab in ${resolve(folder ?? '.')}: it has no compose.yaml.`,
    '`haconf lab scaffold` writes one; --folder says where another one is.',
  );
}
