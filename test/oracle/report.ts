/**
 * `npm run oracle`: how well we agree with the real HAProxy.
 *
 *     npm run oracle -- [--seed N] [--count N] [--list]
 *
 * Makes single changes of good configurations and lets the programs at hand judge them; where configurations of others are at hand, prints
 * the figures over those, too. `--list` prints each disagreement.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { haproxy } from '../../server/src/languages/haproxy';
import { fileFigures, mutantFigures } from '../support/haproxyCorpus';
import { judges } from '../support/haproxyProgram';
import { corpus, corpusBases, ownBases } from '../support/mutants/bases';
import { compare, share } from '../support/mutants/compare';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    count: { type: 'string', default: '600' },
    list: { type: 'boolean', default: false },
  },
});

const percent = (part: number, of: number): string => `${part} of ${of} (${((100 * part) / of).toFixed(1)} %)`;

function list(title: string, items: readonly string[]): void {
  if (items.length === 0 || !values.list) return;
  console.log(`\n${title}:\n${items.map((item) => `  ${item}`).join('\n')}`);
}

const asked = judges(haproxy.versions);
console.log(
  `seed ${values.seed}, ${values.count} changes for each of HAProxy ${asked.map((one) => one.version).join(', ')}`,
);
const { tallies, missed, wrong, sloppy } = compare(
  asked,
  [...ownBases(), ...corpusBases(60)],
  Number(values.seed),
  Number(values.count),
);
for (const { kind, found, refused, accepted, wrong: called } of tallies)
  console.log(
    `${kind.padEnd(22)} found ${(refused > 0 ? percent(found, refused) : '-').padEnd(20)} wrong ${called} of ${accepted}`,
  );
console.log(`found over all: ${(100 * share(tallies)).toFixed(1)} %; called wrong: ${wrong.length}`);
list('missed', missed);
list('called wrong', wrong);
list('faults that the program lets pass, and we do not', sloppy);

if (existsSync(corpus)) {
  const files = fileFigures();
  console.log(`\nconfigurations of others: ${files.accepted} accepted, ${files.wrong.length} of them called wrong`);
  const warned = new Set(files.ownWarnings.map((one) => one.split(':')[0]!)).size;
  console.log(`warnings of our own in ${percent(warned, files.accepted)}`);
  console.log(`lines that the program refuses: ${percent(files.alerts.found, files.alerts.of)} have an error`);
  console.log(`lines that it warns of: ${percent(files.warnings.found, files.warnings.of)} have a warning or error`);
  const faults = mutantFigures();
  console.log(`single faults in them: ${percent(faults.found, faults.of)} found; called wrong: ${faults.wrong.length}`);
  list('refused lines missed', files.alerts.missed);
  list('warnings missed', files.warnings.missed);
  list('own warnings', files.ownWarnings);
  list('faults missed', faults.missed);
}
