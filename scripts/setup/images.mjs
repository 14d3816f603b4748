// The images that no registry has to give: the lab's base image and the oracles, made from Debian packages.
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { hasImage, importImage, pullImage } from './engine.mjs';
import { ensurePrograms } from './os.mjs';
import { baseImage, baseSuite, cache, oracleImage, oracleSuites } from './pins.mjs';
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

/** The one installation that all wait for. */
let tool;

/**
 * As in the images that Debian makes: packages are unpacked without waiting for the disk, without manuals and
 * translations. What is installed on top of them is quicker, too.
 */
const switchesAlways = [
  '--variant=minbase',
  '--aptopt=Acquire::Languages "none"',
  '--dpkgopt=force-unsafe-io',
  ...['doc', 'info', 'locale', 'man'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
];

/** A tar with a minimal Debian of that suite, from the cache or made now. Returns its path. */
async function debianTar(suite, packages) {
  const name = [suite, ...packages].join('-');
  const tar = path.join(folder, `${name}.tar`);
  if (existsSync(tar)) return tar;
  await (tool ??= ensurePrograms('mmdebstrap'));
  mkdirSync(folder, { recursive: true });
  const part = path.join(folder, `${name}.${process.pid}.tar`);
  const switches = [...switchesAlways, ...(packages.length > 0 ? [`--include=${packages.join(',')}`] : [])];
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

async function ensureBaseImage(address, suite) {
  const name = baseImage(suite);
  say(`getting ${name}`);
  try {
    await pullImage(address, name, 20);
  } catch (error) {
    say(`no registry gives ${name} (${error.message.slice(0, 120)}): making it with mmdebstrap`);
    await importDebian(address, name, suite, []);
  }
}

/** The images that labs are built on, `debian:SUITE-slim`. */
export async function ensureBaseImages(address, suites = [baseSuite]) {
  await eachOf(await missing(address, suites, baseImage), (suite) => ensureBaseImage(address, suite));
}

/** One image per suite with the real programs, `haconf-oracle:SUITE`. */
export async function ensureOracles(address) {
  const todo = await missing(address, oracleSuites, oracleImage);
  if (todo.length > 0) say(`making oracle images with real HAProxy and keepalived: ${todo.join(', ')}`);
  await eachOf(todo, (suite) => importDebian(address, oracleImage(suite), suite, ['haproxy', 'keepalived']));
}

async function missing(address, suites, image) {
  const todo = [];
  for (const suite of suites) if (!(await hasImage(address, image(suite)))) todo.push(suite);
  return todo;
}

/** Does the work for each, two at a time; all come to their end before the first failure is told. */
async function eachOf(names, work) {
  const todo = [...names];
  const worker = async () => {
    for (let name = todo.shift(); name; name = todo.shift()) await work(name);
  };
  const results = await Promise.allSettled([worker(), worker()]);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
