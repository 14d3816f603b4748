// `npm test`: sets up what is missing, runs every stage (or those named: `npm test -- unit lab`), goes on after
// failures, and ends with `N passed, N failed`. A stage that cannot be run is a failure.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setUp } from './setup.mjs';
import { root } from './setup/pins.mjs';
import { stopAll } from './setup/processes.mjs';
import { stages } from './stages.mjs';

const unknown = process.argv.slice(2).filter((name) => !Object.hasOwn(stages, name));
if (unknown.length > 0) {
  console.error(`no stage ${unknown.join(', ')}; there are: ${Object.keys(stages).join(', ')}`);
  process.exit(2);
}
const asked = Object.keys(stages).filter((name) => process.argv.length === 2 || process.argv.includes(name, 2));
// Stages that work on the bundles are never run on those of yesterday.
const chosen = Object.keys(stages).filter(
  (name) => asked.includes(name) || (name === 'build' && asked.some((other) => stages[other].built)),
);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => void stopAll().finally(() => process.exit(130)));
}

const table = [];
const seconds = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`.padStart(8);

async function timed(name, work) {
  const from = Date.now();
  const counts = await work();
  table.push({ name, time: seconds(from), ...counts });
}

const failures = new Map();
async function make(needs) {
  for (const [need, why] of await setUp(needs)) failures.set(need, why);
}

await timed('set-up', async () => {
  await make(['packages']);
  return { passed: 0, failed: 0 };
});
// Engine, images and VS Code take a while, in which the machine mostly waits: what does without them is tested meanwhile.
const rest = [...new Set(chosen.flatMap((name) => stages[name].needs))];
const readied = timed('and more', async () => {
  if (!failures.has('packages')) await make(rest);
  return { passed: 0, failed: 0 };
});

mkdirSync(path.join(root, 'out', 'results'), { recursive: true });
const withoutNeeds = (name) => stages[name].needs.length === 0;
for (const name of [...chosen.filter(withoutNeeds), ...chosen.filter((one) => !withoutNeeds(one))]) {
  console.log(`\n--- ${name}`);
  if (!withoutNeeds(name)) await readied;
  const lacking = ['packages', ...stages[name].needs].find((need) => failures.has(need));
  await timed(name, async () => {
    if (lacking === undefined) return stages[name].run();
    const why = `cannot run: ${failures.get(lacking)}`;
    console.log(why);
    return { passed: 0, failed: 1, failures: [why] };
  });
}
await readied;
await stopAll();

const sum = (what) => table.reduce((total, row) => total + row[what], 0);
console.log('');
for (const { name, time, passed, failed, skipped, second = 0 } of table) {
  const more = `${skipped ? `, ${skipped} skipped` : ''}${second > 0 ? `, ${second} in a second window` : ''}`;
  console.log(`${failed > 0 ? 'FAIL' : 'ok  '} ${name.padEnd(10)} ${time}  ${passed} passed, ${failed} failed${more}`);
}
// Once more what failed, where whoever reads only the end finds it.
for (const { name, failures: lines = [] } of table) for (const line of lines) console.log(`FAIL ${name}: ${line}`);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
