/** The command line as a process, start included, beside `haproxy -c` of the same file where there is one. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateHaproxy } from '../support/generate';
import { measure, type Times } from './measure';

type Row = (what: string, lines: number, times: Times) => void;

const LINES = 100_000;
const FILES = 400;
const RUNS = 7;
const program = join(import.meta.dirname, '../../dist/haconf.js');

export function benchProcesses(row: Row): void {
  if (!existsSync(program)) {
    console.log('the command line is not built: npm run build');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'haconf-bench-'));
  try {
    const large = join(folder, 'haproxy.cfg');
    writeFileSync(large, generateHaproxy(LINES));
    const own = runs(process.execPath, [program, 'check', large]);
    row('haconf check', LINES, own);
    if (spawnSync('haproxy', ['-v']).error) console.log('no haproxy here to compare with');
    else {
      const other = runs('haproxy', ['-c', '-f', large]);
      row('haproxy -c', LINES, other);
      console.log(`haconf check : haproxy -c = ${(own.p50 / other.p50).toFixed(2)}`);
    }
    const small = Array.from({ length: FILES }, (_, i) => join(folder, `haproxy-${i}.cfg`));
    small.forEach((file, i) => {
      writeFileSync(file, generateHaproxy(50 + (i % 10)));
    });
    const lines = FILES * 55;
    const many = runs(process.execPath, [program, 'check', ...small]);
    row(`check ${FILES} files`, lines, many);
    console.log(`${Math.round((lines / many.p50) * 1000).toLocaleString('en')} lines per second\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function runs(command: string, args: readonly string[]): Times {
  return measure(RUNS, () => {
    const { error, status } = spawnSync(command, args, { stdio: 'ignore' });
    if (error) throw error;
    if (status === null) throw new Error(`${command} was ended`);
  });
}
