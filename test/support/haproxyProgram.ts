import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real HAProxy that judges configurations: the machine's own, or that of an image. */
export interface Program {
  readonly name: string;
  /** As `haproxy.version` has it. */
  readonly version: string;
  judge(texts: readonly string[]): Verdict[];
}

export interface Verdict {
  readonly accepted: boolean;
  /** Everything it reports about the text. */
  readonly messages: readonly string[];
  /** One-based lines that its alerts name. */
  readonly lines: readonly number[];
}

const SEPARATOR = '=== configuration ';
const script = `for f in $(ls | sort -n); do echo "${SEPARATOR}$f"; haproxy -c -f "$f" 2>&1; echo "status $?"; done`;

/** The programs that can be asked here. */
export function programs(): Program[] {
  return [local(), ...['bookworm', 'trixie', 'sid'].map(inImage)].filter((program) => program !== undefined);
}

/** One program of each version that we know. */
export function judges(versions: readonly string[]): Program[] {
  const all = programs().filter(({ version }) => versions.includes(version));
  return all.filter(({ version }, i) => all.findIndex((other) => other.version === version) === i);
}

function local(): Program | undefined {
  const asked = spawnSync('haproxy', ['-v'], { encoding: 'utf8' });
  if (asked.error) return undefined;
  return {
    name: 'this machine',
    version: versionIn(asked.stdout),
    judge: (texts) =>
      inFolder(texts, (cwd) => execFileSync('sh', ['-c', script], { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })),
  };
}

/** The image is filled through a pipe: the engine may run elsewhere. */
function inImage(suite: string): Program | undefined {
  const image = `haconf-oracle:${suite}`;
  const run = (args: readonly string[], input?: Buffer): { status: number | null; stdout: string } =>
    spawnSync('docker', ['run', '--rm', '-i', image, ...args], {
      input,
      encoding: 'utf8',
      timeout: 240_000,
      maxBuffer: 1 << 28,
    });
  const asked = run(['haproxy', '-v']);
  if (asked.status !== 0) return undefined;
  return {
    name: image,
    version: versionIn(asked.stdout),
    judge: (texts) =>
      inFolder(texts, (folder) => {
        const archive = execFileSync('tar', ['c', '-C', folder, '.'], { maxBuffer: 1 << 28 });
        return run(['sh', '-c', `mkdir /tmp/judge && cd /tmp/judge && tar x && ${script}`], archive).stdout;
      }),
  };
}

function versionIn(answer: string): string {
  return /version (\d+\.\d+)/.exec(answer)?.[1] ?? '';
}

function inFolder(texts: readonly string[], ask: (folder: string) => string): Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), 'haconf-judge-'));
  try {
    texts.forEach((text, index) => {
      writeFileSync(join(folder, String(index)), text, { mode: 0o644 });
    });
    const answers = ask(folder).split(SEPARATOR).slice(1);
    if (answers.length !== texts.length) throw new Error(`HAProxy judged ${answers.length} of ${texts.length} texts`);
    return answers.map(verdict);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Status 2 says that there is nothing to listen on: the text itself is fine. */
function verdict(answer: string): Verdict {
  const messages = answer.split('\n').filter((line) => /^\[(ALERT|WARNING)\]/.test(line));
  const alerts = messages.filter((line) => line.startsWith('[ALERT]'));
  const lines = alerts.flatMap((line) => [...line.matchAll(/\[\d+:(\d+)\]/g)].map((found) => Number(found[1])));
  return { accepted: /status [02]$/.test(answer.trimEnd()), messages, lines: [...new Set(lines)] };
}
