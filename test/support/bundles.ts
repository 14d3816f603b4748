import { join } from 'node:path';
import { build } from 'esbuild';

export const root = join(__dirname, '..', '..');

/** The bundles of each program; the first is what is run. */
const programs = {
  server: { server: 'server/src/main.ts' },
  haconf: { haconf: 'cli/src/main.ts', 'haconf-editor': 'server/src/cli.ts', 'haconf-lab': 'cli/src/lab.ts' },
};

/** Bundles one of the programs from the sources as they are, and answers where it is. */
export async function bundled(name: keyof typeof programs): Promise<string> {
  const outdir = join(root, 'out', 'bundles');
  await build({
    absWorkingDir: root,
    entryPoints: programs[name],
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Parts of it are native, and the build proper leaves them out.
    external: ['dockerode'],
    logLevel: 'warning',
  });
  return join(outdir, `${name}.js`);
}
