import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real keepalived that judges configurations: the machine's own, or that of an image. */
export interface Program {
  readonly name: string;
  /** As `keepalived.version` has it. */
  readonly version: string;
  judge(texts: readonly string[]): Verdict[];
}

export interface Verdict {
  readonly accepted: boolean;
  /** What it reports about the text; what the machine lacks is left out. */
  readonly messages: readonly string[];
  /** One-based lines that the messages name. */
  readonly lines: readonly number[];
}

/** Said of the machine, not of the text. */
const ENVIRONMENT =
  /doesn't exist|Non-existent interface|Unknown interface|SECURITY VIOLATION|Disabling track script|Unable to set default user|default user|Error setting global script uid|not accessible|not found\/accessible|Unsafe permissions|unable to access|No such file|Config files missing/i;

/** Some versions never end on some texts: five seconds are a thousand times what an answer takes. */
const SEPARATOR = '=== configuration ';
const script = `for f in $(ls | sort -n); do echo "${SEPARATOR}$f"; timeout 5 keepalived -t -f "$PWD/$f" 2>&1; echo; echo "status $?"; done`;

/** The programs that can be asked here. */
export function programs(): Program[] {
  return [local(), ...['bookworm', 'trixie', 'sid'].map(inImage)].filter((program) => program !== undefined);
}

function local(): Program | undefined {
  const asked = spawnSync('keepalived', ['--version'], { encoding: 'utf8' });
  if (asked.error) return undefined;
  const eth = Object.keys(networkInterfaces()).find((name) => name !== 'lo') ?? 'eth0';
  return {
    name: 'this machine',
    version: versionIn(asked.stderr),
    judge: (texts) =>
      inFolder(
        texts.map((text) => text.replaceAll('eth0', eth)),
        (folder) => execFileSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' }),
      ),
  };
}

/** The image is filled through a pipe: the engine may run elsewhere. */
function inImage(suite: string): Program | undefined {
  const image = `haconf-oracle:${suite}`;
  const run = (args: readonly string[], input?: Buffer): { status: number | null; stdout: string; stderr: string } =>
    spawnSync('docker', ['run', '--rm', '-i', image, ...args], {
      input,
      encoding: 'utf8',
      timeout: 240_000,
      maxBuffer: 1 << 28,
    });
  const asked = run(['keepalived', '--version']);
  if (asked.status !== 0) return undefined;
  return {
    name: image,
    version: versionIn(asked.stderr),
    judge: (texts) =>
      inFolder(texts, (folder) => {
        const archive = execFileSync('tar', ['c', '-C', folder, '.'], { maxBuffer: 1 << 28 });
        return run(['sh', '-c', `mkdir /tmp/judge && cd /tmp/judge && tar x && ${script}`], archive).stdout;
      }),
  };
}

function versionIn(answer: string): string {
  return /v(\d+\.\d+)/.exec(answer)?.[1] ?? '';
}

function inFolder(texts: readonly string[], ask: (folder: string) => string): Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), 'haconf-judge-'));
  try {
    texts.forEach((text, index) => {
      writeFileSync(join(folder, String(index)), text, { mode: 0o644 });
    });
    const answers = ask(folder).split(SEPARATOR).slice(1);
    if (answers.length !== texts.length)
      throw new Error(`keepalived judged ${answers.length} of ${texts.length} texts`);
    return answers.map(verdict);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function verdict(answer: string): Verdict {
  const lines = answer.split('\n').slice(1);
  const messages = lines.filter((line) => line.trim() !== '' && !line.startsWith('status ') && !ENVIRONMENT.test(line));
  const named = messages.flatMap((message) => /Line (\d+)\)/.exec(message)?.[1] ?? []).map(Number);
  return { accepted: messages.length === 0, messages, lines: [...new Set(named)] };
}
