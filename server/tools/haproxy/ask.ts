/** Asks real HAProxy programs for their verdicts: the machine's own, those in container images or in other file systems. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Verdict {
  readonly accepted: boolean;
  /** Messages of the level that keeps the program from starting. */
  readonly alerts: readonly string[];
  readonly warnings: readonly string[];
}

const SEPARATOR = '=== configuration ';
const SCRIPT = `mkdir /tmp/probe.$$ && cd /tmp/probe.$$ && tar x && for f in $(ls | sort -n); do echo "${SEPARATOR}$f"; haproxy -c -f "$f" 2>&1; echo "status $?"; done; rm -r /tmp/probe.$$`;

/** @param image where the program is; `local` for this machine, `root:/folder` for a file system in a folder of it. */
function run(image: string, script: string, input: Buffer): string {
  const [, root] = /^root:(.*)/.exec(image) ?? [];
  const [command, args] =
    image === 'local'
      ? ['sh', []]
      : root !== undefined
        ? ['chroot', [root, 'sh']]
        : ['docker', ['run', '--rm', '-i', image, 'sh']];
  return execFileSync(command, [...args, '-c', script], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 29,
  });
}

/** `2.6` */
export function versionOf(image: string): string {
  return /version (\d+\.\d+)/.exec(run(image, 'haproxy -v', Buffer.alloc(0)))![1]!;
}

export function ask(image: string, texts: readonly string[]): Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), 'probe-'));
  try {
    texts.forEach((text, index) => {
      writeFileSync(join(folder, String(index)), text);
    });
    const archive = execFileSync('tar', ['c', '-C', folder, '.'], { maxBuffer: 1 << 28 });
    return run(image, SCRIPT, archive)
      .split(SEPARATOR)
      .slice(1)
      .map((answer) => ({
        accepted: /status [02]$/.test(answer.trimEnd()),
        alerts: messages(answer, 'ALERT'),
        warnings: messages(answer, 'WARNING'),
      }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function messages(answer: string, level: 'ALERT' | 'WARNING'): string[] {
  return answer.split('\n').filter((line) => line.startsWith(`[${level}]`));
}
