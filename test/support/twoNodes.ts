import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ADDRESS = '192.0.2.10';
let count = 0;

/** Whether this machine lets us make network namespaces. */
export function canMakeNodes(): boolean {
  const name = `haconf-${process.pid}-probe`;
  if (process.platform !== 'linux' || spawnSync('ip', ['netns', 'add', name]).status !== 0) return false;
  execFileSync('ip', ['netns', 'del', name]);
  return true;
}

/** Two nodes on one network, 192.0.2.1 and 192.0.2.2 on eth0, as network namespaces; `dispose` leaves nothing behind. */
export class TwoNodes {
  readonly folder = mkdtempSync(join(tmpdir(), 'haconf-nodes-'));
  private readonly names: readonly [string, string];
  private readonly started: ChildProcess[] = [];
  private readonly logs: [string, string] = ['', ''];

  constructor() {
    const own = `haconf-${process.pid}-${count++}`;
    this.names = [`${own}a`, `${own}b`];
    const [a, b] = this.names;
    for (const name of this.names) ip('netns', 'add', name);
    ip('-n', a, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', b);
    this.names.forEach((name, node) => {
      ip('-n', name, 'addr', 'add', `192.0.2.${node + 1}/24`, 'dev', 'eth0');
      for (const link of ['lo', 'eth0']) ip('-n', name, 'link', 'set', link, 'up');
    });
  }

  /** Runs keepalived on a node; `wrap` is a command that runs it. */
  keepalived(node: 0 | 1, text: string, wrap: readonly string[] = []): void {
    const path = join(this.folder, `keepalived${node}`);
    writeFileSync(`${path}.conf`, text, { mode: 0o644 });
    const files = ['-f', `${path}.conf`, '-p', `${path}.pid`, '-r', `${path}-vrrp.pid`];
    const args = [...this.inside(node), ...wrap, 'keepalived', '--dont-fork', '--log-console', '--vrrp', ...files];
    const child = spawn('ip', args);
    child.stderr.on('data', (data: Buffer) => {
      this.logs[node] += data.toString();
    });
    this.started.push(child);
  }

  /** Runs a command on a node to its end. */
  run(node: 0 | 1, ...command: readonly string[]): { status: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync('ip', [...this.inside(node), ...command], {
      encoding: 'utf8',
      timeout: 5000,
    });
    return { status, output: stdout + stderr };
  }

  /** What keepalived has said on a node. */
  log(node: 0 | 1): string {
    return this.logs[node];
  }

  /** Which nodes carry the virtual address, as their kernels have it. */
  holders(): number[] {
    return [0, 1].filter((node) => this.run(node as 0 | 1, 'ip', '-o', 'addr').output.includes(` ${ADDRESS}/`));
  }

  /** Waits until something is true, ten seconds at most. */
  async until(isTrue: () => boolean): Promise<void> {
    for (let tries = 0; tries < 50 && !isTrue(); tries++) await sleep(200);
  }

  async dispose(): Promise<void> {
    const running = this.started.filter((child) => child.exitCode === null && child.signalCode === null);
    const ended = running.map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of running) child.kill('SIGTERM');
    await Promise.race([Promise.all(ended), sleep(5000, undefined, { ref: false })]);
    for (const name of this.names) ip('netns', 'del', name);
    rmSync(this.folder, { recursive: true });
  }

  private inside(node: 0 | 1): string[] {
    return ['netns', 'exec', this.names[node]];
  }
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args);
}
