/** The command line as a process, start included: beside `haproxy -c` of the same file where there is one, and over many files. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateHaproxy } from '../support/generate';
import { corpus, ownBases } from '../support/mutants/bases';
import { measure, type Times } from './measure';

type Row = (what: string, lines: number, times: Times) => void;

const LINES = 100_000;
const RUNS = 7;
const program = join(import.meta.dirname, '../../dist/haconf.js');

export function benchProcesses(row: Row): void {
  if (!existsSync(program)) {
    console.log('the command line is not built: npm run build');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'haconf-bench-'));
  try {
    benchLarge(row, join(folder, 'haproxy.cfg'));
    benchMany(row, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function benchLarge(row: Row, file: string): void {
  writeFileSync(file, generateHaproxy(LINES));
  const own = runs(process.execPath, [program, 'check', file]);
  row('haconf check', LINES, own);
  if (spawnSync('haproxy', ['-v']).error) {
    console.log('no haproxy here to compare with');
    return;
  }
  const other = runs('haproxy', ['-c', '-f', file]);
  row('haproxy -c', LINES, other);
  console.log(`haconf check : haproxy -c = ${(own.p50 / other.p50).toFixed(2)}`);
}

/** Configurations that others wrote where they are at hand, else ours; those of keepalived among the former. */
function benchMany(row: Row, folder: string): void {
  const files = existsSync(corpus) ? configurationsIn(corpus) : ownIn(folder);
  const lines = files.reduce((sum, file) => sum + readFileSync(file, 'latin1').split('\n').length - 1, 0);
  const list = join(folder, 'list');
  writeFileSync(list, files.join('\n'));
  const many = runs(process.execPath, [program, 'check', '--file-list', list]);
  row(`check ${files.length} files`, lines, many);
  const perSecond = Math.round((lines / many.p50) * 1000).toLocaleString('en');
  console.log(`${perSecond} lines per second over ${existsSync(corpus) ? 'the corpus' : 'samples of ours'}\n`);
}

function configurationsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(cfg|conf)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Each several times: as many lines as a collection of configurations has. */
function ownIn(folder: string): string[] {
  const bases = ownBases();
  return Array.from({ length: 400 }, (_, i) => {
    const file = join(folder, `haproxy-${i}.cfg`);
    writeFileSync(file, bases[i % bases.length]!.text);
    return file;
  });
}

function runs(command: string, args: readonly string[]): Times {
  return measure(RUNS, () => {
    const { error, status } = spawnSync(command, args, { stdio: 'ignore' });
    if (error) throw error;
    if (status === null) throw new Error(`${command} was ended`);
  });
}
