// `npm run drills [-- DRILL...]`: runs the drills on two Debians (test/bench/drills.ts), with what they need set up before.
import { setUp } from './setup.mjs';
import { run } from './setup/processes.mjs';

const failures = await setUp(['packages', 'engine', 'bases']);
for (const message of failures.values()) console.error(message);
process.exitCode =
  failures.size > 0 ? 1 : await run('tsx', ['test/bench/drills.ts', ...process.argv.slice(2)], { seconds: 3600 });
