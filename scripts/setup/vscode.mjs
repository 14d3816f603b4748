// VS Code to run the extension in: the desktop's, or the server build from npm in .cache/vscode.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bin, cache, codeServer } from './pins.mjs';
import { npm } from './npm.mjs';
import { quietly } from './processes.mjs';
import { Missing, say, tail } from './say.mjs';

const home = path.join(cache, 'vscode');
const server = path.join(home, 'node_modules', 'code-server', 'lib', 'vscode');

/** The program of the server build; run it with the pinned Node 24. */
export const serverMain = path.join(server, 'out', 'server-main.js');

/** Installs the server build if that version is not there yet. Both steps run no install scripts and need no compiler. */
export async function ensureServerBuild() {
  const stamp = path.join(home, 'installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === codeServer) return;
  say(`installing VS Code's server build (code-server ${codeServer})`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(
    path.join(home, 'package.json'),
    JSON.stringify({ private: true, dependencies: { 'code-server': codeServer } }),
  );
  for (const [cwd, args] of [
    [home, ['install', '--ignore-scripts', '--no-package-lock']],
    [server, ['install', '--omit=dev', '--ignore-scripts']],
  ]) {
    const { status, output } = await npm(args, { cwd });
    if (status !== 0) throw new Missing(`VS Code's server build could not be installed:\n${tail(output, 8)}`);
  }
  await checkTerminals();
  writeFileSync(stamp, codeServer);
}

/** Integrated terminals need node-pty's native part. It comes built for the usual platforms; elsewhere it is compiled. */
async function checkTerminals() {
  const node = path.join(bin, 'node');
  const works = async () => (await quietly(node, ['-e', "require('node-pty')"], { cwd: server })).status === 0;
  if (await works()) return;
  // The npm package of Node brings its headers, so that nothing is downloaded for the build.
  const headers = path.join(bin, '..', 'node', 'node_modules', `node-${process.platform}-${process.arch}`);
  const env = { ...process.env, npm_config_nodedir: headers };
  const { output } = await npm(['rebuild', 'node-pty'], { cwd: server, env });
  if (!(await works()))
    say(`terminals will not open in the server build: node-pty could not be built (${tail(output, 1)})`);
}
