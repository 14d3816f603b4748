import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../server/src/engine';
import { processorsOfHaproxy } from '../../server/src/machine';

const URI = 'file:///etc/haproxy/haproxy.cfg';

/** What is said of threads, as `line message`, in a global section of these lines. */
function told(lines: readonly string[], processors?: () => number | undefined): string[] {
  const engine = new Engine({ autoVersion: () => '3.2', ...(processors && { processors }) });
  engine.open(URI, 'haproxy', ['global', ...lines, ''].join('\n'));
  return engine
    .diagnose(URI)
    .filter(({ rule }) => rule === 'thread-groups')
    .map(({ range, message }) => `${range.start.line} ${message}`);
}

describe('Thread groups without a number of threads', () => {
  const onTwo = (...lines: string[]): string[] => told(lines, () => 2);

  it('are held against the processors of a machine that HAProxy is installed on', () => {
    expect(onTwo('thread-groups 3')).toEqual([
      '1 3 thread groups for 2 processors of this machine: each group needs one. Lower "thread-groups", or say with "nbthread" how many threads the machine has that this is for.',
    ]);
    expect(onTwo('thread-groups 2')).toEqual([]);
  });

  it('are left alone where it is not installed', () => {
    expect(told(['thread-groups 3'])).toEqual([]);
    expect(told(['thread-groups 3'], () => undefined)).toEqual([]);
  });

  it('are left alone where anything is not certain', () => {
    expect(onTwo('nbthread 64', 'thread-groups 3')).toEqual([]);
    expect(onTwo('nbthread "$THREADS"', 'thread-groups 3')).toEqual([]);
    expect(onTwo('thread-groups 3', 'thread-group 1 1')).toEqual([]);
    expect(onTwo('.if defined(MANY)', 'thread-groups 3', '.endif')).toEqual([]);
  });
});

it('A machine has processors for HAProxy where the program lies in one of the folders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'haconf-machine-'));
  try {
    expect(processorsOfHaproxy([folder])).toBeUndefined();
    writeFileSync(join(folder, 'haproxy'), '');
    expect(processorsOfHaproxy(['/nowhere', folder])).toBe(cpus().length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
