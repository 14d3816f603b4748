// `npm run generate`: writes every generated file anew; with --check it only compares, and fails when one is out of date.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup/pins.mjs';
import { run } from './setup/processes.mjs';

const folder = path.join(root, 'server', 'tools');
// The languages' data come first: grammars and pages are made from them.
const first = ['generate-haproxy.ts', 'generate-keepalived.ts'];
const rank = (name) => (first.includes(name) ? first.indexOf(name) : first.length);
const generators = readdirSync(folder)
  .filter((name) => name.startsWith('generate-') && name.endsWith('.ts'))
  .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));

if (generators.length === 0) {
  console.error('server/tools holds no generators');
  process.exitCode = 1;
}
for (const name of generators) {
  if ((await run('tsx', [path.join(folder, name), ...process.argv.slice(2)])) !== 0) process.exitCode = 1;
}
