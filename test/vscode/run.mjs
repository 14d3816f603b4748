// Runs the suite in real VS Code. Usage: node test/vscode/run.mjs [WORD ...], where a word chooses the test files whose
// names hold it. HACONF_VSCODE=desktop|server forces a host, HACONF_GREP chooses tests by title, HACONF_RESULTS names the
// file for the counts, HACONF_VERBOSE=1 shows everything the workbench logs.
//
// Files in which a test failed are run a second time, in a window of their own: a browser on a machine that is busy with
// other things misses a click now and then. What fails twice has failed; what does not is told.
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { cache, root } from '../../scripts/setup/pins.mjs';
import { runWindow } from './window.mjs';

const here = path.join(root, 'test', 'vscode');

/** The test files of a folder below suite/, by the words of the command line. */
function filesIn(folder, words) {
  return readdirSync(path.join(here, folder))
    .filter((name) => name.endsWith('.test.ts') && (words.length === 0 || words.some((word) => name.includes(word))))
    .sort()
    .map((name) => `${folder}/${name}`);
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

const words = process.argv.slice(2);
const counts = process.env.HACONF_RESULTS;
const trusted = filesIn('suite', words);
const untrusted = filesIn(path.join('suite', 'untrusted'), words);
if (trusted.length + untrusted.length === 0) throw new Error('no test file has such a name');
const host = await chooseHost();
const failing = (results) => Object.keys(results).filter((file) => results[file].failures.length > 0);

const results = {};
const flaky = [];
for (const files of [trusted, untrusted]) {
  if (files.length === 0) continue;
  // The launcher takes it over; desktop VS Code is always started with trust, and its tests skip themselves.
  if (files === untrusted) process.env.HACONF_UNTRUSTED = '1';
  const first = await runWindow(files, host);
  Object.assign(results, first);
  const failed = failing(first);
  if (failed.length === 0) continue;
  console.log(`\nA second window for ${failed.join(', ')}`);
  const second = await runWindow(failed, host);
  Object.assign(results, second);
  for (const file of failed) if (second[file].failures.length === 0) flaky.push(...first[file].failures);
}

const all = Object.values(results);
const sum = (what) => all.reduce((total, one) => total + one[what], 0);
const failures = all.flatMap((one) => one.failures);
for (const line of flaky) console.log(`passed in a second window only: ${line}`);
if (counts) {
  const report = { passed: sum('passed'), failed: failures.length, skipped: sum('pending') };
  writeFileSync(counts, JSON.stringify({ ...report, second: flaky.length, failures }));
}
process.exitCode = failures.length > 0 ? 1 : 0;
