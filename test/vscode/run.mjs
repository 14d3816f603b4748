// Bundles the suite and runs it in real VS Code. Usage: node test/vscode/run.mjs [WORD ...], where a word chooses the
// test files whose names hold it. HACONF_VSCODE=desktop|server forces a host, HACONF_GREP chooses tests by title,
// HACONF_RESULTS names the file for the counts, HACONF_VERBOSE=1 shows everything the workbench logs.
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { cache, root } from '../../scripts/setup/pins.mjs';
import { discard, scratch } from './scratch.mjs';

const here = path.join(root, 'test', 'vscode');
const bundle = path.join(root, 'out', 'vscode', 'index.js');

/** The test files of a folder below suite/, by the words of the command line. */
function filesIn(folder, words) {
  return readdirSync(path.join(here, folder))
    .filter((name) => name.endsWith('.test.ts') && (words.length === 0 || words.some((word) => name.includes(word))))
    .sort()
    .map((name) => `./${folder}/${name}`);
}

async function bundleSuite(files) {
  // Imports are lazy so that the files are run after Mocha has put its globals in place.
  const loads = files.map((file) => `() => import('${file}')`);
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

/** Desktop VS Code if it can be fetched soon and there is a screen for it, else our launcher of the server build. */
async function chooseHost() {
  const forced = process.env.HACONF_VSCODE;
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (forced === 'server' || (forced !== 'desktop' && !screen)) return path.join(here, 'launch.mjs');
  try {
    // `timeout` is how long the download may be silent.
    return await downloadAndUnzipVSCode({ cachePath: path.join(cache, 'vscode-desktop'), timeout: 8000 });
  } catch (error) {
    if (forced === 'desktop') throw error;
    console.log(`desktop VS Code cannot be downloaded (${error.message}): the server build is used`);
    return path.join(here, 'launch.mjs');
  }
}

async function runSuite(files, vscodeExecutablePath) {
  await bundleSuite(files);
  const home = scratch('workspace');
  const workspace = path.join(home, 'workspace');
  mkdirSync(workspace);
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: process.env.HACONF_EXTENSION ?? root,
      extensionTestsPath: bundle,
      launchArgs: [
        workspace,
        `--user-data-dir=${path.join(home, 'user')}`,
        `--extensions-dir=${path.join(home, 'extensions')}`,
      ],
    });
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    discard(home);
  }
}

const words = process.argv.slice(2);
const trusted = filesIn('suite', words);
const untrusted = filesIn(path.join('suite', 'untrusted'), words);
if (trusted.length + untrusted.length === 0) throw new Error('no test file has such a name');
const vscodeExecutablePath = await chooseHost();
if (trusted.length > 0) await runSuite(trusted, vscodeExecutablePath);
if (untrusted.length > 0) {
  // The launcher takes it over; desktop VS Code is always started with trust, and its tests skip themselves.
  process.env.HACONF_UNTRUSTED = '1';
  await runSuite(untrusted, vscodeExecutablePath);
}
