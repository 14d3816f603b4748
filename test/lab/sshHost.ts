/**
 * An ssh server on the loopback address with its own keys and configuration, and a client configuration that leads to it
 * in several ways. The client's stands for a person's ~/.ssh/config: `ssh` on PATH reads it instead.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Hosts of the client's configuration. */
export const HOSTS = {
  /** Works. */
  good: 'haconf-good',
  /** Another key than the one that may log in. */
  stranger: 'haconf-stranger',
  /** Nobody listens there. */
  off: 'haconf-off',
  /** The host's key is not the one that is known. */
  changed: 'haconf-changed',
  /** Logins have a PATH without docker. */
  bare: 'haconf-bare',
  /** Logins have a docker command whose engine does not run. */
  stopped: 'haconf-stopped',
} as const;

export class SshHost {
  readonly folder = mkdtempSync(join(tmpdir(), 'haconf-ssh-'));
  private daemon: ChildProcess | undefined;

  private key(name: string): string {
    const file = join(this.folder, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
    return file;
  }

  async start(): Promise<void> {
    const [usual, bare, stopped, off] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const [hostKey, otherHostKey, mine, stranger] = ['host', 'other-host', 'mine', 'stranger'].map((n) => this.key(n));
    const inFolder = (name: string, text: string): string => {
      writeFileSync(join(this.folder, name), text);
      return join(this.folder, name);
    };
    const read = (file: string) => execFileSync('cat', [`${file}.pub`], { encoding: 'utf8' });
    const ports = [usual, bare, stopped];
    const known = (name: string, key: string) =>
      inFolder(name, ports.map((port) => `[127.0.0.1]:${port} ${read(key)}`).join(''));
    const config = inFolder(
      'sshd_config',
      [
        'ListenAddress 127.0.0.1',
        ...ports.map((port) => `Port ${port}`),
        `HostKey ${hostKey}`,
        `AuthorizedKeysFile ${inFolder('authorized_keys', read(mine!))}`,
        `PidFile ${this.folder}/sshd.pid`,
        'StrictModes no',
        'UsePAM no',
        'PermitRootLogin yes',
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication no',
        `Match LocalPort ${bare}`,
        `  SetEnv PATH=${this.folder}/nothing`,
        `Match LocalPort ${stopped}`,
        `  SetEnv DOCKER_HOST=unix://${this.folder}/none.sock`,
        '',
      ].join('\n'),
    );
    const entry = (host: string, port: number, identity: string, knownHosts: string) =>
      [`Host ${host}`, `  Port ${port}`, `  IdentityFile ${identity}`, `  UserKnownHostsFile ${knownHosts}`].join('\n');
    const right = known('known_hosts', hostKey!);
    const client = inFolder(
      'config',
      [
        entry(HOSTS.good, usual, mine!, right),
        entry(HOSTS.stranger, usual, stranger!, right),
        entry(HOSTS.off, off, mine!, right),
        entry(HOSTS.changed, usual, mine!, known('known_others', otherHostKey!)),
        entry(HOSTS.bare, bare, mine!, right),
        entry(HOSTS.stopped, stopped, mine!, right),
        `Host haconf-*`,
        '  HostName 127.0.0.1',
        `  User ${userInfo().username}`,
        '  IdentitiesOnly yes',
        '  StrictHostKeyChecking yes',
        '  GlobalKnownHostsFile /dev/null',
        '',
      ].join('\n'),
    );
    mkdirSync(this.bin);
    writeFileSync(join(this.bin, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${client} "$@"\n`);
    chmodSync(join(this.bin, 'ssh'), 0o755);
    mkdirSync('/run/sshd', { recursive: true });
    this.daemon = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config], { stdio: 'ignore' });
    for (let tries = 0; ; tries++) {
      try {
        execFileSync(join(this.bin, 'ssh'), ['-T', HOSTS.good, 'true'], { stdio: 'pipe', timeout: 5_000 });
        return;
      } catch (error) {
        if (tries === 20) throw error;
        await pause(100);
      }
    }
  }

  /** Holds nothing but the client. */
  get bin(): string {
    return join(this.folder, 'bin');
  }

  async stop(): Promise<void> {
    const { daemon } = this;
    if (daemon !== undefined) {
      const gone = new Promise((resolve) => daemon.once('exit', resolve));
      daemon.kill();
      await gone;
    }
    rmSync(this.folder, { recursive: true });
  }
}
