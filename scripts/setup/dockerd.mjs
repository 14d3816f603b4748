// A Docker engine: the one that answers, or one that we install, start and stop.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findEngine } from './engine.mjs';
import { ensurePrograms } from './os.mjs';
import { cache } from './pins.mjs';
import { quietly, start } from './processes.mjs';
import { Missing, say } from './say.mjs';

const log = path.join(cache, 'dockerd.log');

/** What to say about the failures that odd machines (containers, old kernels) are known for. */
const advice = [
  [
    /iptables|NAT chain|nf_tables/i,
    'iptables does not work here: allow it (a container needs --privileged), or try iptables-legacy',
  ],
  [
    /cgroup/i,
    'no usable cgroup mount: mount one at /sys/fs/cgroup (a container needs --privileged --cgroupns=private)',
  ],
  [
    /permission denied|operation not permitted/i,
    'not enough rights: run as real root (a container needs --privileged)',
  ],
  [/no space left/i, 'no space left on the disk that holds /var/lib/docker'],
];

function reason() {
  const text = readFileSync(log, 'utf8');
  const last =
    text
      .trimEnd()
      .split('\n')
      .filter((line) => /fatal|failed|error/i.test(line))
      .at(-1) ?? 'no message';
  const hint = advice.find(([pattern]) => pattern.test(last))?.[1];
  return `${last}${hint ? `\n  ${hint}` : ''}\n  the whole log: ${log}`;
}

/** Starts dockerd with these switches and waits until it answers. Returns its address, or undefined when it ended. */
async function tryStart(switches) {
  mkdirSync(cache, { recursive: true });
  const daemon = start('dockerd', switches, { log, mode: 'leader', grace: 40 });
  for (let tenths = 0; tenths < 600 && !daemon.ended; tenths++) {
    const { address } = await findEngine();
    if (address) return address;
    await sleep(100);
  }
  await daemon.stop();
  return undefined;
}

/** The address of an engine that answers. Throws Missing. A dockerd that is started here ends with stopAll(). */
export async function ensureEngine() {
  const found = await findEngine();
  if (found.address) return found.address;
  if (found.named)
    throw new Missing(`Docker does not answer at ${found.named}, which the environment or the context names`);
  if (process.platform !== 'linux' || process.getuid() !== 0) {
    throw new Missing('no Docker engine answers: install Docker (https://docs.docker.com/get-docker/) and start it');
  }
  await ensurePrograms('dockerd');
  say('starting dockerd');
  // In a container without cgroups there is nothing for dockerd to put containers in; mounting them needs no more than root.
  if ((await quietly('mountpoint', ['-q', '/sys/fs/cgroup'])).status === 1) {
    await quietly('mount', ['-t', 'cgroup2', 'none', '/sys/fs/cgroup']);
  }
  // vfs is slow and works on every file system, which overlay2 does not.
  const address = (await tryStart([])) ?? (await tryStart(['--storage-driver=vfs']));
  if (!address) throw new Missing(`dockerd does not start: ${reason()}`);
  return address;
}
