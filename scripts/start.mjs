// `npm start [-- DIR]`: sets up what is missing, builds, and opens VS Code with the extension on DIR or on a sample
// lab: the desktop's VS Code when `code` is on PATH, else VS Code's server build in a browser. Ctrl-C ends all of it.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setUp } from './setup.mjs';
import { cache, root } from './setup/pins.mjs';
import { onPath, run, stopAll } from './setup/processes.mjs';
import { say } from './setup/say.mjs';
import { freePort, installExtension, startServer } from './setup/server.mjs';

/** Tried first, so that the address stays the same and the browser remembers the layout. */
const preferredPort = 13900;

let window;
let leaving = false;
async function leave(status) {
  if (leaving) return;
  leaving = true;
  window?.stop();
  await stopAll();
  process.exit(status);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void leave(0));

/** A secret that stays the same between starts, for the same reason; only who runs this can read it. */
function connectionToken(home) {
  const file = path.join(home, 'token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(12).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

async function openServerBuild(folder) {
  const home = path.join(cache, 'vscode-data');
  mkdirSync(home, { recursive: true });
  const port = await freePort(preferredPort);
  await installExtension(home, path.join(root, 'haconf.vsix'));
  const server = await startServer({ home, port, token: connectionToken(home) });
  say(`VS Code is ready. Open this address in a browser:\n\n  ${server.address(folder)}\n\nCtrl-C ends it.`);
  await server.exited;
  say('VS Code has ended');
}

async function main() {
  const desktop = onPath('code');
  const failures = await setUp(['packages', 'engine', 'base', ...(desktop ? [] : ['vscode'])]);
  if (failures.has('packages') || failures.has('vscode')) return 1;
  if (failures.has('engine')) say('going on without Docker: editing works, the lab says what is missing');
  say('building');
  // The desktop takes the extension from source; the server build shows notifications only of an installed one.
  if ((await run('node', [path.join(root, 'scripts', desktop ? 'build.mjs' : 'package.mjs')])) !== 0) return 1;

  // npm runs us in the project's folder; a relative DIR means the one that the person is in.
  const asked = process.argv[2] && path.resolve(process.env.INIT_CWD ?? '.', process.argv[2]);
  if (asked !== undefined && !(existsSync(asked) && statSync(asked).isDirectory())) {
    say(`there is no folder ${asked}`);
    return 1;
  }
  // esbuild, which this needs, is there only now.
  const folder = asked === undefined ? await (await import('./sample.mjs')).ensureSample() : asked;
  if (!desktop) {
    await openServerBuild(folder);
    return 0;
  }
  window = await (await import('./desktop.mjs')).openDesktop(folder);
  say(`VS Code is open on ${folder}. Closing its window or Ctrl-C here ends it.`);
  await window.closed;
  return 0;
}

try {
  await leave(await main());
} catch (error) {
  say(error.stack ?? String(error));
  await leave(1);
}
