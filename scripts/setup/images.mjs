// The images that no registry has to give: the lab's base image and the oracles, made from Debian packages.
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { hasImage, importImage, pullImage } from './engine.mjs';
import { ensurePrograms } from './os.mjs';
import { baseImage, cache, oracleImage, oracleSuites } from './pins.mjs';
import { quietly } from './processes.mjs';
import { Missing, say, tail } from './say.mjs';

const folder = path.join(cache, 'images');

/** The mirror that this machine's own packages come from, for where Debian's default one is out of reach. */
async function ownMirror() {
  const { output } = await quietly('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI)',
    'Created-By: Packages',
    'Origin: Debian',
  ]);
  return output.split('\n').find((line) => /^https?:/.test(line) && !/security/.test(line));
}

/** A tar with a minimal Debian of that suite, from the cache or made now. Returns its path. */
async function debianTar(suite, packages) {
  const name = [suite, ...packages].join('-');
  const tar = path.join(folder, `${name}.tar`);
  if (existsSync(tar)) return tar;
  await ensurePrograms('mmdebstrap');
  mkdirSync(folder, { recursive: true });
  const part = path.join(folder, `${name}.${process.pid}.tar`);
  const switches = ['--variant=minbase', ...(packages.length > 0 ? [`--include=${packages.join(',')}`] : [])];
  // sid has no releases: an index of last week is as good as one of today.
  if (suite === 'sid') switches.push('--aptopt=Acquire::Check-Valid-Until "false"');
  let made = await quietly('mmdebstrap', [...switches, suite, part]);
  if (made.status !== 0) {
    const mirror = await ownMirror();
    if (mirror) made = await quietly('mmdebstrap', [...switches, suite, part, mirror]);
  }
  if (made.status !== 0) {
    rmSync(part, { force: true });
    throw new Missing(
      `mmdebstrap could not make Debian ${suite} (is a Debian mirror in reach?):\n${tail(made.output, 6)}`,
    );
  }
  renameSync(part, tar);
  return tar;
}

async function importDebian(address, name, suite, packages) {
  const tar = await debianTar(suite, packages);
  await importImage(address, name, createReadStream(tar));
}

export async function ensureBaseImage(address) {
  if (await hasImage(address, baseImage)) return;
  say(`getting ${baseImage}`);
  try {
    await pullImage(address, baseImage, 20);
  } catch (error) {
    say(`no registry gives it (${error.message.slice(0, 120)}): making it with mmdebstrap`);
    await importDebian(address, baseImage, 'trixie', []);
  }
}

/** One image per suite with the real programs, `haconf-oracle:SUITE`; two are made at a time. */
export async function ensureOracles(address) {
  const todo = [];
  for (const suite of oracleSuites) if (!(await hasImage(address, oracleImage(suite)))) todo.push(suite);
  if (todo.length === 0) return;
  say(`making oracle images with real HAProxy and keepalived: ${todo.join(', ')}`);
  await ensurePrograms('mmdebstrap');
  const worker = async () => {
    for (let suite = todo.shift(); suite; suite = todo.shift()) {
      await importDebian(address, oracleImage(suite), suite, ['haproxy', 'keepalived']);
    }
  };
  const results = await Promise.allSettled([worker(), worker()]);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
