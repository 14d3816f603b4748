import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundled } from '../support/bundles';

let program = '';
let temporary = '';

beforeAll(async () => {
  program = await bundled('haconf');
});

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'haconf-'));
});

afterEach(() => {
  rmSync(temporary, { recursive: true });
});

/** Runs the program with a folder for temporary files of its own; answers where it keeps what was compiled. */
function run(): { folder: string; files: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'check', '-', '--language', 'haproxy'], {
    input: 'global\n    deamon\n',
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: temporary, TMP: temporary, TEMP: temporary },
  });
  expect(stderr).toBe('');
  expect(stdout).toContain('Did you mean "daemon"?');
  expect(status).toBe(1);
  const [name] = readdirSync(temporary);
  const folder = join(temporary, name!);
  return { folder, files: readdirSync(folder).map((file) => join(folder, file)) };
}

const LONG_AGO = new Date('2020-01-01T00:00:00Z');

test('what was compiled is kept, and taken again as long as the bundle is the same', () => {
  const [file] = run().files;
  const kept = readFileSync(file!);
  expect(statSync(file!).mode & 0o077).toBe(0);
  // A run that took long: the next one has nothing to add.
  const source = readFileSync(join(program, '..', 'haconf-editor.js'));
  kept.writeDoubleLE(1000, source.length);
  writeFileSync(file!, kept);
  utimesSync(file!, LONG_AGO, LONG_AGO);
  expect(run().files).toEqual([file]);
  expect(statSync(file!).mtime).toEqual(LONG_AGO);
  // Of the same length, but not the same.
  kept[source.length - 1]! ^= 1;
  writeFileSync(file!, kept);
  run();
  expect(readFileSync(file!).subarray(0, source.length).equals(source)).toBe(true);
});

test('what is broken is written anew', () => {
  const [file] = run().files;
  const whole = readFileSync(file!);
  const { size } = statSync(join(program, '..', 'haconf-editor.js'));
  for (const length of [size + (whole.length - size) / 2, size + 100, size + 1, size, 1000, 0]) {
    writeFileSync(file!, whole.subarray(0, length));
    run();
    expect(readFileSync(file!).length).toBeGreaterThan(whole.length * 0.9);
  }
});

test('a folder that others may write to is left alone', () => {
  const { folder, files } = run();
  chmodSync(folder, 0o777);
  writeFileSync(files[0]!, '');
  expect(statSync(run().files[0]!).size).toBe(0);
});
