// Runs the suite inside VS Code's extension host. VS Code calls run() of the bundle that run.mjs makes of this and the
// tests. Results go to a file, after every test, so that a crash loses nothing, and are added to what is in it; lines to read go
// to the console.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Tells our lines from those of the workbench; browser.mjs looks for it. */
const mark = '\u200b';
const print = (line: string) => {
  console.log(mark + line);
};

interface Results {
  passed: number;
  failed: number;
  pending: number;
  finished: boolean;
}

function follow(runner: Mocha.Runner): Promise<number> {
  const file = process.env['HACONF_RESULTS'];
  const before =
    file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : undefined;
  const results: Results = { passed: 0, failed: 0, pending: 0, ...before, finished: false };
  const save = () => {
    if (file !== undefined) writeFileSync(file, JSON.stringify(results));
  };
  save();
  runner.on('suite', (suite) => {
    if (suite.title !== '') print(`  ${suite.title}`);
  });
  runner.on('pass', (test) => {
    results.passed++;
    print(`    ✓ ${test.title} (${test.duration ?? 0} ms)`);
    save();
  });
  runner.on('pending', (test) => {
    results.pending++;
    print(`    - ${test.title}`);
    save();
  });
  runner.on('fail', (test, error: Error) => {
    results.failed++;
    print(`    ✗ ${test.fullTitle()}`);
    for (const line of (error.stack ?? error.message).split('\n')) print(`        ${line}`);
    save();
  });
  return new Promise((resolve) => {
    runner.on('end', () => {
      results.finished = true;
      save();
      resolve(results.failed - (before?.failed ?? 0));
    });
  });
}

/** Loads the test files in order and runs them. Rejects if one fails, which VS Code turns into its exit status. */
export async function runMocha(files: (() => Promise<unknown>)[]): Promise<void> {
  const grep = process.env['HACONF_GREP'];
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, ...(grep === undefined ? {} : { grep }) });
  // What Mocha does before it loads a file itself: describe, it and the hooks become globals.
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, '', mocha);
  for (const load of files) await load();
  const failures = follow(mocha.run());
  if ((await failures) > 0) throw new Error(`${await failures} tests failed`);
}
