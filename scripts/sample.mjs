// The workspace that `npm start` opens when none is named: the lab's files, made by the lab's own scaffold, and two files
// with mistakes in them.
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { cache, root } from './setup/pins.mjs';
import { say } from './setup/say.mjs';

/** Stays between starts, with what was changed in it; delete the folder to have it made anew. */
export const sampleFolder = path.join(cache, 'sample');

/** Fills the sample folder unless it holds a lab already. Returns its path. */
export async function ensureSample() {
  const folder = path.join(sampleFolder, 'ha-lab');
  if (existsSync(path.join(folder, 'compose.yaml'))) return sampleFolder;
  mkdirSync(folder, { recursive: true });
  say(`making a sample workspace in ${sampleFolder}`);
  cpSync(path.join(root, 'scripts', 'sample'), path.join(sampleFolder, 'mistakes'), { recursive: true });
  const outfile = path.join(root, 'out', 'scaffold.cjs');
  await build({
    entryPoints: [path.join(root, 'client/src/lab/scaffold.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'warning',
  });
  const { scaffold } = (await import(pathToFileURL(outfile).href)).default;
  const { notes } = await scaffold({ templates: path.join(root, 'lab-templates'), folder });
  for (const note of notes) say(note);
  return sampleFolder;
}
