// Runs VS Code's server build on loopback, for `npm start` without a desktop and for the tests.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quietly, start } from './processes.mjs';
import { tail } from './say.mjs';
import { serverMain } from './vscode.mjs';

/** What keeps the first screen and the pictures to our own subject. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
};

const untrustedSettings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/** The preferred port if it is free, else one that the system chooses. */
export function freePort(preferred = 0) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', () => (preferred === 0 ? reject(new Error('no free port')) : resolve(freePort(0))));
    probe.listen(preferred, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

const listening = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

const folders = (home) => [
  ...['--server-data-dir', path.join(home, 'server'), '--user-data-dir', path.join(home, 'user')],
  ...['--extensions-dir', path.join(home, 'extensions')],
];

/** Installs a packaged extension for the server that has its data in `home`. */
export async function installExtension(home, vsix) {
  const { status, output } = await quietly('node', [
    serverMain,
    '--install-extension',
    vsix,
    '--force',
    ...folders(home),
  ]);
  if (status !== 0) throw new Error(`VS Code does not take the extension:\n${tail(output, 8)}`);
}

/**
 * Starts the server with its data in `home` and waits until it listens.
 * `token` is asked from who connects (none: anybody on this machine may); `settings` add to the quiet ones;
 * `trusted` is whether every folder is trusted from the start; else none is, and nobody is asked.
 * `fromSource` lets address() carry a payload with an extension to load from source.
 * Returns address(folder, payload), which opens a folder, stop(), and `exited`, a promise of its end.
 */
export async function startServer({ home, port, token, env, settings = {}, trusted = true, fromSource = false }) {
  const user = path.join(home, 'user', 'User');
  mkdirSync(user, { recursive: true });
  const settingsFile = path.join(user, 'settings.json');
  // A person's own changes go into the same file and are kept.
  if (!existsSync(settingsFile))
    writeFileSync(
      settingsFile,
      JSON.stringify({ ...quietSettings, ...(trusted ? {} : untrustedSettings), ...settings }, null, 2),
    );
  const log = path.join(home, 'server.log');
  const server = start(
    'node',
    [
      serverMain,
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...(token ? ['--connection-token', token] : ['--without-connection-token']),
      '--accept-server-license-terms',
      // A released build takes an extension from source (the payload of the address) only with this switch, under which
      // it shows no notifications of its own accord.
      ...(fromSource ? ['--enable-smoke-test-driver'] : []),
      ...['--telemetry-level', 'off'],
      ...(trusted ? ['--disable-workspace-trust'] : []),
      ...folders(home),
    ],
    { log, env },
  );
  for (let tenths = 0; !(await listening(port)); tenths++) {
    if (server.ended || tenths > 300) {
      await server.stop();
      throw new Error(`VS Code's server build does not start:\n${tail(readFileSync(log, 'utf8'), 8)}`);
    }
    await sleep(100);
  }
  const remote = (file) => `vscode-remote://127.0.0.1:${port}${file}`;
  const address = (folder, payload = []) => {
    const query = new URLSearchParams(token ? { tkn: token } : {});
    query.set('folder', folder);
    if (fromSource) query.set('payload', JSON.stringify(payload.map(([name, file]) => [name, remote(file)])));
    return `http://127.0.0.1:${port}/?${query}`;
  };
  return { address, stop: server.stop, exited: server.exited };
}
