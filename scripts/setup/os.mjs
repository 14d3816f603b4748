// Programs of the operating system: found, or installed through apt where that is ours to do, or named.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { onPath, quietly, stepEnv, which } from './processes.mjs';
import { Missing, say, tail } from './say.mjs';

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macChrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The browser that shows VS Code's server build to the tests: its file, else undefined. */
export function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const name = chromiumNames.find(onPath);
  if (name) return which(name);
  return existsSync(macChrome) ? macChrome : undefined;
}

const appArmorIsOn = () => {
  const file = '/sys/module/apparmor/parameters/enabled';
  return existsSync(file) && readFileSync(file, 'utf8').startsWith('Y');
};

/** What may be needed: how to see that it is there, the Debian packages that bring it, and where else to get it. */
const programs = {
  dockerd: {
    have: () => onPath('dockerd') && onPath('iptables') && (!appArmorIsOn() || onPath('apparmor_parser')),
    packages: () => ['docker.io', 'iptables', 'iproute2', 'kmod', 'procps', ...(appArmorIsOn() ? ['apparmor'] : [])],
    elsewhere: 'install Docker (https://docs.docker.com/get-docker/) and start it',
  },
  docker: {
    have: () => onPath('docker'),
    packages: () => ['docker.io', 'docker-cli'],
    elsewhere: "install Docker's command line (https://docs.docker.com/get-docker/)",
  },
  compose: {
    have: () => onPath('docker-compose') || spawnSync('docker', ['compose', 'version']).status === 0,
    packages: () => ['docker-compose'],
    elsewhere: 'install Docker Compose (https://docs.docker.com/compose/install/)',
  },
  mmdebstrap: {
    have: () => onPath('mmdebstrap') && onPath('gpg'),
    packages: () => ['mmdebstrap', 'debian-archive-keyring', 'gpg', 'gpgv'],
    elsewhere: 'use Debian or Ubuntu, whose package mmdebstrap makes the images that the tests compare with',
  },
  chromium: {
    have: () => findChromium() !== undefined,
    packages: () => ['chromium', 'fonts-dejavu-core'],
    elsewhere: 'install Chromium or Google Chrome, or name one in the environment variable CHROMIUM',
  },
  nvim: { have: () => onPath('nvim'), packages: () => ['neovim'], elsewhere: 'install Neovim' },
  podman: {
    have: () => ['podman', 'runc', 'iptables'].every(onPath) && existsSync('/usr/lib/podman/netavark'),
    packages: () => ['podman', 'crun', 'runc', 'netavark', 'aardvark-dns', 'iptables'],
    elsewhere: 'install Podman 4 or newer with runc and netavark',
  },
  openssl: { have: () => onPath('openssl'), packages: () => ['openssl'], elsewhere: 'install OpenSSL' },
  sshd: {
    have: () => onPath('ssh') && existsSync('/usr/sbin/sshd'),
    packages: () => ['openssh-server', 'openssh-client'],
    elsewhere: 'install an OpenSSH server and client',
  },
  ip: { have: () => onPath('ip'), packages: () => ['iproute2'], elsewhere: 'install iproute2' },
  haproxy: { have: () => onPath('haproxy'), packages: () => ['haproxy'], elsewhere: 'install HAProxy' },
  keepalived: { have: () => onPath('keepalived'), packages: () => ['keepalived'], elsewhere: 'install keepalived' },
};

let updated = false;

async function apt(...args) {
  const env = stepEnv({ DEBIAN_FRONTEND: 'noninteractive' });
  return quietly('apt-get', ['-o', 'DPkg::Lock::Timeout=180', '-o', 'Acquire::Retries=2', ...args], { env });
}

/**
 * Keeps freshly installed packages from starting their services while `work` runs: haproxy and keepalived are wanted
 * as programs only, and a dockerd that we start is one that we can stop.
 */
async function withoutServices(work) {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return work();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    rmSync(policy, { force: true });
  }
}

/** Sees to it that the named programs (keys of the table) are there. Throws Missing with what and how. */
export async function ensurePrograms(...names) {
  const lacking = names.filter((name) => !programs[name].have());
  if (lacking.length === 0) return;
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    const how = lacking.map((name) => `${name}: ${programs[name].elsewhere}`).join('; ');
    const packages = lacking.flatMap((name) => programs[name].packages()).join(' ');
    const hint = onPath('apt-get') ? ` (as root: apt-get install ${packages})` : '';
    throw new Missing(`missing ${how}${hint}`);
  }
  say(`installing Debian packages for ${lacking.join(', ')}`);
  if (!updated) {
    const { status, output } = await apt('update', '-qq');
    if (status !== 0)
      throw new Missing(`apt-get update failed, so ${lacking.join(', ')} cannot be installed:\n${tail(output)}`);
    updated = true;
  }
  // Names differ between releases (docker-cli is part of docker.io before Debian 13), so only those that exist are asked for.
  const wanted = [...new Set(lacking.flatMap((name) => programs[name].packages()))];
  const known = [];
  for (const name of wanted)
    if ((await quietly('apt-cache', ['show', '--quiet=2', name])).status === 0) known.push(name);
  const { status, output } = await withoutServices(() =>
    apt('install', '-y', '-qq', '--no-install-recommends', ...known),
  );
  if (status !== 0) throw new Missing(`apt-get install ${known.join(' ')} failed:\n${tail(output, 8)}`);
  const still = lacking.filter((name) => !programs[name].have());
  if (still.length > 0) throw new Missing(`missing ${still.map((n) => `${n}: ${programs[n].elsewhere}`).join('; ')}`);
}
