// npm's packages, and the pinned Node 24 that comes as one of them.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './pins.mjs';
import { quietly } from './processes.mjs';
import { Missing, say, tail } from './say.mjs';

/** Runs npm, the one that is running us if there is one. Its own log level is restored: `npm --silent test` is for us only. */
export function npm(args, options = {}) {
  const env = { ...process.env, npm_config_loglevel: 'warn', npm_config_audit: 'false', npm_config_fund: 'false' };
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return quietly(process.execPath, [script, ...args], { env, ...options });
  return quietly(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { env, ...options });
}

/** Whether node_modules holds what package-lock.json asks for, by the record that npm keeps of its own work. */
function upToDate() {
  const record = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const have = JSON.parse(readFileSync(record, 'utf8')).packages;
  const want = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(
    ([where, entry]) => where === '' || entry.optional || entry.peer || have[where]?.version === entry.version,
  );
}

export async function ensurePackages() {
  if (!upToDate()) {
    say('installing npm packages');
    const { status, output } = await npm(['ci', '--ignore-scripts']);
    if (status !== 0) throw new Missing(`npm ci failed:\n${tail(output, 12)}`);
  }
  const node = path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if ((await quietly(node, ['--version'])).status === 0) return;
  // The only two packages whose install scripts matter; all others stay unrun.
  say('installing Node 24 and esbuild');
  const { status, output } = await npm(['rebuild', 'node', 'esbuild']);
  if (status !== 0) throw new Missing(`npm rebuild node esbuild failed:\n${tail(output, 12)}`);
}
