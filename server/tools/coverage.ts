/**
 * Tells for every name in every table of facts whether its version knows it, completes it in its place and explains it
 * in its hover. Exit status 1 when a share is below its floor.
 *
 *     tsx server/tools/coverage.ts [--all]
 *
 * `--all` lists every name that lacks something, otherwise the first of each group.
 */
import { FLOOR, shareOf } from './coverage/floor';
import { KINDS, measure } from './coverage/measure';

const SHOWN = 12;
const all = process.argv.includes('--all');
const rows = measure();

const cells = (first: string, ...rest: string[]): string =>
  first.padEnd(20) + rest.map((one) => one.padStart(18)).join('');
console.log(cells('', 'names', ...KINDS));
for (const [group, row] of rows) {
  const have = KINDS.map((kind) => {
    const count = row.names.size - row.missing[kind].size;
    return `${count} (${shareOf(row, kind).toFixed(1)} %)`;
  });
  console.log(cells(group, String(row.names.size), ...have));
}

for (const [group, row] of rows) {
  for (const kind of KINDS) {
    const lacking = [...row.missing[kind]];
    if (lacking.length === 0) continue;
    const shown = lacking.slice(0, all ? undefined : SHOWN).map(([name, versions]) => `${name} (${span(versions)})`);
    const rest = lacking.length - shown.length;
    console.log(`\n${group}, not ${kind}: ${shown.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`);
    if (shareOf(row, kind) >= FLOOR[kind]) continue;
    console.error(`below the floor of ${FLOOR[kind]} %`);
    process.exitCode = 1;
  }
}

function span(versions: readonly string[]): string {
  return versions.length > 1 ? `${versions[0]!} to ${versions.at(-1)!}` : versions[0]!;
}
