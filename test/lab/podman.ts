/** Podman's service with storage, networks and settings of its own, all in one temporary folder. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Works also where control groups of both versions are mixed, and where limits may not be raised. */
const SETTINGS = `[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[containers]
default_ulimits = ["nofile=16384:16384", "nproc=1000:1000"]
`;

export class PodmanService {
  readonly folder = mkdtempSync(join(tmpdir(), 'haconf-podman-'));
  private readonly env: NodeJS.ProcessEnv = {
    ...process.env,
    CONTAINERS_CONF: join(this.folder, 'containers.conf'),
  };
  private service: ChildProcess | undefined;

  get address(): string {
    return `unix://${this.socket}`;
  }

  private get socket(): string {
    return join(this.folder, 'podman.sock');
  }

  private get places(): string[] {
    const at = (name: string) => join(this.folder, name);
    return [
      '--root',
      at('root'),
      '--runroot',
      at('run'),
      '--tmpdir',
      at('tmp'),
      '--network-config-dir',
      at('networks'),
    ];
  }

  /** Runs a podman command on the same storage; gives what it printed. */
  command(...args: string[]): string {
    const options = { env: this.env, encoding: 'utf8', timeout: 60_000 } as const;
    return execFileSync('podman', [...this.places, ...args], options);
  }

  /** Starts the service; the image comes from the Docker engine that runs already. */
  async start(image: string): Promise<void> {
    writeFileSync(join(this.folder, 'containers.conf'), SETTINGS);
    const args = [...this.places, 'system', 'service', '--time=0', this.address];
    this.service = spawn('podman', args, { env: this.env, stdio: 'ignore' });
    for (let tries = 0; !existsSync(this.socket); tries++) {
      if (tries === 100) throw new Error('podman system service makes no socket');
      await pause(100);
    }
    const archive = join(this.folder, 'image.tar');
    execFileSync('docker', ['save', '--output', archive, image]);
    this.command('load', '--input', archive);
    rmSync(archive);
  }

  /** Ends the service and removes what it has made. */
  async stop(): Promise<void> {
    const { service } = this;
    if (service !== undefined) {
      const gone = new Promise((resolve) => service.once('exit', resolve));
      service.kill();
      await gone;
      this.command('rm', '--all', '--force', '--time', '0');
      this.command('network', 'prune', '--force');
      this.command('rmi', '--all', '--force');
    }
    // Storage that is on overlayfs is a mount of its own.
    const mounts = execFileSync('awk', ['{print $2}', '/proc/mounts'], { encoding: 'utf8' }).split('\n');
    for (const mount of mounts.filter((one) => one.startsWith(this.folder)).reverse()) execFileSync('umount', [mount]);
    rmSync(this.folder, { recursive: true });
  }
}
