// Runs test files in one window of real VS Code.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { root } from '../../scripts/setup/pins.mjs';
import { discard, scratch } from './scratch.mjs';

const here = path.join(root, 'test', 'vscode');
const bundle = path.join(root, 'out', 'vscode', 'index.js');

async function bundleSuite(files) {
  // Imports are lazy so that the files are run after Mocha has put its globals in place.
  const loads = files.map((file) => `['${file}', () => import('./${file}')]`);
  await build({
    stdin: {
      contents: `import { runMocha } from './harness/mocha';\nexport const run = () => runMocha([${loads.join(', ')}]);`,
      resolveDir: here,
      loader: 'ts',
    },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}

/** What became of a file that the window did not come to, or not to its end. */
const unreached = { passed: 0, pending: 0, failures: ['VS Code ended before its tests did'] };

/**
 * @param files Test files, relative to this folder.
 * @returns file -> {passed, pending, failures: a line each}. Every file is in it.
 */
export async function runWindow(files, vscodeExecutablePath) {
  await bundleSuite(files);
  const home = scratch('workspace');
  const workspace = path.join(home, 'workspace');
  mkdirSync(workspace);
  const results = path.join(home, 'results.json');
  try {
    process.env.HACONF_RESULTS = results;
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: process.env.HACONF_EXTENSION ?? root,
      extensionTestsPath: bundle,
      launchArgs: [
        workspace,
        `--user-data-dir=${path.join(home, 'user')}`,
        `--extensions-dir=${path.join(home, 'extensions')}`,
      ],
    }).catch((error) => console.error(error.message));
    const seen = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : { files: {}, finished: false };
    const last = Object.keys(seen.files).at(-1);
    return Object.fromEntries(
      files.map((file) => {
        const one = seen.files[file];
        if (seen.finished) return [file, one ?? { passed: 0, pending: 0, failures: [] }];
        if (one === undefined) return [file, unreached];
        return [file, file === last ? { ...one, failures: [...one.failures, ...unreached.failures] } : one];
      }),
    );
  } finally {
    discard(home);
  }
}
