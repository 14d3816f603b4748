/**
 * A Docker engine of the test's own, to be killed, frozen and filled up. It has a network namespace of its own, so that
 * its firewall rules leave the other engine's alone, and keeps its data in memory.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Has all programs, as the lab's Dockerfile installs them. */
const PROGRAMS = 'haconf-test-programs';
const TEMPLATE = join(import.meta.dirname, '../../lab-templates/two-web-two-lb');

export class OwnDockerd {
  readonly folder = mkdtempSync(join(tmpdir(), 'haconf-dockerd-'));
  private process: ChildProcess | undefined;

  private at(name: string): string {
    return join(this.folder, name);
  }

  get address(): string {
    return `unix://${this.at('docker.sock')}`;
  }

  get env(): NodeJS.ProcessEnv {
    return { ...process.env, DOCKER_HOST: this.address };
  }

  /** Makes its disk of so many megabytes, starts it, and gives it the image that the labs are built on. */
  async create(megabytes: number): Promise<void> {
    mkdirSync(this.at('data'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', this.at('data')]);
    await this.start();
    execFileSync('docker', ['build', '--quiet', '--target', 'programs', '--tag', PROGRAMS, TEMPLATE], {
      stdio: 'pipe',
    });
    const archive = this.at('image.tar');
    execFileSync('docker', ['save', '--output', archive, PROGRAMS]);
    execFileSync('docker', ['rmi', PROGRAMS], { stdio: 'pipe' });
    execFileSync('docker', ['load', '--input', archive], { env: this.env, stdio: 'pipe' });
    rmSync(archive);
  }

  resize(megabytes: number): void {
    execFileSync('mount', ['-o', `remount,size=${megabytes}m`, this.at('data')]);
  }

  async start(...more: string[]): Promise<void> {
    const places = ['data', 'exec'].map((name) => `--${name}-root=${this.at(name)}`);
    const args = [...places, `--pidfile=${this.at('pid')}`, `--host=${this.address}`, '--bridge=none', ...more];
    const log = openSync(this.at('log'), 'a');
    const own = ['--net', 'sh', '-c', 'ip link set lo up && exec dockerd "$@"', 'sh', ...args];
    this.process = spawn('unshare', own, { stdio: ['ignore', log, log] });
    for (let tries = 0; ; tries++) {
      try {
        execFileSync('docker', ['version'], { env: this.env, stdio: 'ignore', timeout: 5_000 });
        return;
      } catch {
        if (tries === 100)
          throw new Error(`dockerd does not start: ${readFileSync(this.at('log'), 'utf8').slice(-500)}`);
        await pause(100);
      }
    }
  }

  /** SIGKILL: it dies; SIGSTOP: it hangs, until SIGCONT. */
  async signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): Promise<void> {
    const { process: dockerd } = this;
    if (dockerd === undefined || dockerd.exitCode !== null || dockerd.signalCode !== null) return;
    const ends = signal === 'SIGKILL' || signal === 'SIGTERM';
    const gone = ends ? new Promise((resolve) => dockerd.once('exit', resolve)) : undefined;
    dockerd.kill(signal);
    await gone;
    if (signal === 'SIGKILL') this.endContainerd();
  }

  /** It dies with its dockerd, but a dead process that nobody has asked after looks alive to the next dockerd. */
  private endContainerd(): void {
    const file = this.at('exec/containerd/containerd.pid');
    spawnSync('kill', ['-KILL', readFileSync(file, 'utf8')]);
    rmSync(file);
  }

  /** Removes what a build was running when the engine was killed: that container is the engine's, no lab's. */
  removeBuilds(): void {
    const ofNoLab = 'label!=com.docker.compose.project';
    execFileSync('docker', ['container', 'prune', '--force', '--filter', ofNoLab], { env: this.env, stdio: 'pipe' });
  }

  /** Rewrites a lab's files so that its images are built on what this engine has, without a network. */
  async adapt(definition: string): Promise<void> {
    const dockerfile = join(dirname(definition), 'Dockerfile');
    const [steps, compose] = await Promise.all([readFile(dockerfile, 'utf8'), readFile(definition, 'utf8')]);
    await writeFile(dockerfile, steps.replace(/RUN apt-get[^]*?\n\n/, 'RUN true\n\n'));
    await writeFile(definition, compose.replace(/BASE_IMAGE: .*/, `BASE_IMAGE: ${PROGRAMS}`));
  }

  /** Containers, networks besides its own three, and images besides the one it was given. */
  everything(): string[] {
    const lines = (...args: string[]) =>
      execFileSync('docker', args, { env: this.env, encoding: 'utf8' })
        .split('\n')
        .filter((line) => line !== '');
    return [
      ...lines('ps', '--all', '--format', 'container {{.Names}}'),
      ...lines('network', 'ls', '--filter', 'type=custom', '--format', 'network {{.Name}}'),
      ...lines('volume', 'ls', '--format', 'volume {{.Name}}'),
      ...lines('images', '--all', '--format', 'image {{.Repository}}').filter((name) => name !== `image ${PROGRAMS}`),
    ];
  }

  /** Ends it and removes its data. */
  async destroy(): Promise<void> {
    await this.signal('SIGCONT');
    await this.signal('SIGTERM');
    const mounts = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .flatMap((line) => line.split(' ')[1] ?? []);
    for (const mount of mounts.filter((one) => one.startsWith(this.folder)).reverse()) {
      execFileSync('umount', ['--lazy', mount]);
    }
    rmSync(this.folder, { recursive: true });
  }
}
