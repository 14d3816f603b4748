// The stages of `npm test`, in order: what each runs, what set-up it needs, how its tests are counted.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup/pins.mjs';
import { run, stepEnv } from './setup/processes.mjs';

const results = path.join(root, 'out', 'results');
const resultsOf = (name) => path.join(results, `${name}.json`);

/** A command whose exit status is its one result. */
const check =
  (command, ...args) =>
  async () =>
    (await run(command, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

/** Reads the file in which a stage left its counts; a stage that failed without a failed test is one failure more. */
function counted(name, status, read) {
  const file = resultsOf(name);
  const counts = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0 };
  const unexplained = counts.failed === 0 && (status !== 0 || counts.passed === 0);
  return unexplained ? { ...counts, failed: 1, failures: [`ended with the status ${status}`] } : counts;
}

const firstLine = (text = '') => text.split('\n')[0];

function fromVitest(report) {
  // A file that cannot be loaded has no tests to fail and counts as one.
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...broken.map(({ name, message }) => `${path.relative(root, name)}: ${firstLine(message)}`),
      ...report.testResults
        .flatMap((file) => file.assertionResults)
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages }) => `${fullName}: ${firstLine(failureMessages[0])}`),
    ],
  };
}

const vitest =
  (name, projects = name) =>
  async () => {
    rmSync(resultsOf(name), { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsOf(name)}`];
    return counted(
      name,
      await run('vitest', ['run', '--project', projects, ...reporters], { seconds: 1200 }),
      fromVitest,
    );
  };

async function grammar() {
  const folder = path.join(root, 'test', 'grammar');
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .map((name) => path.join(folder, name))
        .filter((file) => statSync(file).isFile() && readFileSync(file, 'utf8').slice(0, 200).includes('SYNTAX TEST'))
    : [];
  if (files.length === 0) {
    console.log('test/grammar holds no grammar tests');
    return { passed: 0, failed: 1 };
  }
  let failed = 0;
  for (const file of files) if ((await run('vscode-tmgrammar-test', [file])) !== 0) failed++;
  return { passed: files.length - failed, failed };
}

async function vscode() {
  const file = resultsOf('vscode');
  rmSync(file, { force: true });
  const env = stepEnv({ HACONF_RESULTS: file });
  const status = await run('node', ['test/vscode/run.mjs'], { env, seconds: 2400 });
  return counted('vscode', status, (report) => report);
}

const images = ['engine', 'base'];

/**
 * name -> needs (steps of setup.mjs, besides the packages that all need), `built` when it works on what is in dist/, and
 * run, which gives the counts: passed, failed, skipped, and a line per failure.
 */
export const stages = {
  typecheck: { needs: [], run: check('tsc', '--build') },
  lint: { needs: [], run: check('eslint', '.') },
  format: { needs: [], run: check('prettier', '--check', '.') },
  unused: { needs: [], run: check('knip') },
  generate: { needs: [], run: check('node', 'scripts/generate.mjs', '--check') },
  build: { needs: [], run: check('node', 'scripts/build.mjs') },
  unit: { needs: [], built: true, run: vitest('unit') },
  grammar: { needs: [], run: grammar },
  editors: { needs: ['editors'], run: vitest('editors') },
  oracle: { needs: ['engine', 'oracles', 'programs'], built: true, run: vitest('oracle') },
  lab: { needs: ['engine', 'bases', 'compose', 'otherEngines'], run: vitest('lab', 'lab*') },
  vscode: { needs: [...images, 'vscode', 'browser'], built: true, run: vscode },
  package: { needs: [], run: check('node', 'scripts/package.mjs') },
};
