// Runs the suite inside VS Code's extension host. VS Code calls run() of the bundle that window.mjs makes of this and the
// tests. Results go to a file, after every test, so that a crash loses nothing; lines to read go to the console.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Tells our lines from those of the workbench; browser.mjs looks for it. */
const mark = '\u200b';
const print = (line: string) => {
  console.log(mark + line);
};

/** What became of the tests of one file. */
interface FileResults {
  passed: number;
  pending: number;
  /** Title and first line of the error. */
  failures: string[];
}

/** Of one window. A file whose tests were not begun is missing. */
interface WindowResults {
  files: Record<string, FileResults>;
  finished: boolean;
}

function fileOf(runnable: Mocha.Runnable): string {
  let suite = runnable.parent;
  while (suite?.parent && !suite.parent.root) suite = suite.parent;
  return suite?.file ?? 'outside any file';
}

function follow(runner: Mocha.Runner): Promise<number> {
  const file = process.env['HACONF_RESULTS'];
  const results: WindowResults = { files: {}, finished: false };
  const save = () => {
    if (file !== undefined) writeFileSync(file, JSON.stringify(results));
  };
  const of = (runnable: Mocha.Runnable) =>
    (results.files[fileOf(runnable)] ??= { passed: 0, pending: 0, failures: [] });
  let failed = 0;
  save();
  runner.on('suite', (suite) => {
    if (suite.title !== '') print(`  ${suite.title}`);
  });
  runner.on('pass', (test) => {
    of(test).passed++;
    print(`    ✓ ${test.title} (${test.duration ?? 0} ms)`);
    save();
  });
  runner.on('pending', (test) => {
    of(test).pending++;
    print(`    - ${test.title}`);
    save();
  });
  runner.on('fail', (test, error: Error) => {
    failed++;
    of(test).failures.push(`${test.fullTitle()}: ${error.message.split('\n')[0] ?? ''}`);
    print(`    ✗ ${test.fullTitle()}`);
    for (const line of (error.stack ?? error.message).split('\n')) print(`        ${line}`);
    save();
  });
  return new Promise((resolve) => {
    runner.on('end', () => {
      results.finished = true;
      save();
      resolve(failed);
    });
  });
}

/**
 * Loads the test files in order and runs them.
 * @param files Name and loader of each.
 * @throws Error if a test fails, which VS Code turns into its exit status.
 */
export async function runMocha(files: readonly (readonly [string, () => Promise<unknown>])[]): Promise<void> {
  const grep = process.env['HACONF_GREP'];
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, ...(grep === undefined ? {} : { grep }) });
  // What Mocha does before it loads a file itself: describe, it and the hooks become globals.
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, '', mocha);
  for (const [name, load] of files) {
    const known = new Set(mocha.suite.suites);
    await load();
    for (const suite of mocha.suite.suites) if (!known.has(suite)) suite.file = name;
  }
  const failures = await follow(mocha.run());
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
