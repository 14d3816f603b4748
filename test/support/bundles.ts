import { join } from 'node:path';
import { build } from 'esbuild';

export const root = join(__dirname, '..', '..');

const entries = { server: 'server/src/main.ts', haconf: 'cli/src/main.ts' };

/** Bundles one of the programs from the sources as they are, and answers where it is. */
export async function bundled(name: keyof typeof entries): Promise<string> {
  const outfile = join(root, 'out', 'bundles', `${name}.js`);
  await build({
    absWorkingDir: root,
    entryPoints: [entries[name]],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Parts of it are native, and the build proper leaves them out.
    external: ['dockerode'],
    logLevel: 'warning',
  });
  return outfile;
}
