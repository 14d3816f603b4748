// `npm run package`: makes haconf.vsix. Everything is bundled, so it carries no node_modules (see .vscodeignore).
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { createVSIX, listFiles } from '@vscode/vsce';
import { root } from './setup/pins.mjs';

const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);

const packagePath = path.join(root, 'haconf.vsix');
await createVSIX({
  cwd: root,
  packagePath,
  dependencies: false,
  allowMissingRepository: true,
  // Pictures of the README are files of the project, which no address of a repository stands for.
  rewriteRelativeLinks: false,
});

const files = await listFiles({ cwd: root, packageManager: 0 });
const bundles = ['extension', 'server', 'haconf', 'haconf-editor', 'haconf-lab'].map((name) => `dist/${name}.js`);
const missing = bundles.filter((name) => !files.includes(name));
if (missing.length > 0) {
  console.error(`haconf.vsix lacks ${missing.join(', ')}`);
  process.exitCode = 1;
}
