/**
 * `npm run bench`: what a person waits for, at three sizes of file. Times depend on the machine: beside each stands its
 * ratio to a piece of plain work measured in the same run (the words of 1,000 lines found by an expression), so that runs
 * on different machines can be compared. At the end the command line as a process, beside `haproxy -c` where there is one.
 */
import { Engine, languageById } from '../../server/src/engine';
import { generateHaproxy } from '../support/generate';
import { measure, type Times } from './measure';
import { benchProcesses } from './processes';

const RUNS = 60;
const language = languageById('haproxy')!;
const sizes = [1000, 10_000, 100_000];

const plain = generateHaproxy(1000);
let words = 0;
const work = (): void =>
  void (words += plain.split('\n').reduce((sum, line) => sum + [...line.matchAll(/\S+/g)].length, 0));
measure(200, work);
const baseline = measure(200, work).p50;
if (words === 0) throw new Error('the baseline did no work');
console.log(`baseline: ${baseline.toFixed(2)} ms\n`);

function row(what: string, lines: number, { p50, p95 }: Times): void {
  const cells = [p50, p95].map(
    (time) => `${time.toFixed(2).padStart(9)} ms ${(time / baseline).toFixed(1).padStart(8)}`,
  );
  console.log(`${what.padEnd(20)} ${String(lines).padStart(7)} ${cells.join(' ')}`);
}

console.log(
  `${''.padEnd(20)} ${'lines'.padStart(7)} ${'p50'.padStart(12)} ${'ratio'.padStart(8)} ${'p95'.padStart(12)} ${'ratio'.padStart(8)}`,
);
for (const size of sizes) {
  const text = generateHaproxy(size);
  const lines = text.split('\n').length;
  const open = (uri: string): Engine => {
    const engine = new Engine();
    engine.open(uri, language.id, text);
    engine.diagnose(uri);
    return engine;
  };
  row(
    'open, diagnose',
    lines,
    measure(size > 50_000 ? 5 : 15, (run) => void open(`file:///${run}.cfg`)),
  );
  const uri = 'file:///bench.cfg';
  const engine = open(uri);
  const place = (run: number): { line: number; character: number } => ({
    line: ((run * 7919) % (lines - 40)) + 20,
    character: 0,
  });
  row(
    'edit, diagnose',
    lines,
    measure(RUNS, (run) => {
      const at = place(run >> 1);
      const end = run % 2 === 0 ? at : { ...at, character: 6 };
      engine.change(uri, [{ range: { start: at, end }, text: run % 2 === 0 ? 'broken' : '' }], run);
      engine.diagnostics(uri);
    }),
  );
  row(
    'complete',
    lines,
    measure(RUNS, (run) => void engine.complete(uri, { position: place(run), afterSpace: false, snippets: true })),
  );
  row(
    'outline',
    lines,
    measure(10, () => void engine.documentSymbols(uri)),
  );
  row(
    'format',
    lines,
    measure(10, () => void engine.format(uri, { tabSize: 4, insertSpaces: true })),
  );
  console.log('');
}
benchProcesses(row);
