// Everything that a fresh machine lacks, in order, each step saying one line when it has something to do. Running it
// again is quick. `npm start` and `npm test` call it with what they need; `node scripts/setup.mjs` does it all.
import { pathToFileURL } from 'node:url';
import { ensureEngine } from './setup/dockerd.mjs';
import { ensureBaseImages, ensureOracles } from './setup/images.mjs';
import { ensurePackages } from './setup/npm.mjs';
import { ensurePrograms } from './setup/os.mjs';
import { baseSuites } from './setup/pins.mjs';
import { stopAll } from './setup/processes.mjs';
import { Missing, say } from './setup/say.mjs';
import { ensureServerBuild } from './setup/vscode.mjs';

/** What can be asked for, in the order of doing. A need that is not met does not keep the others from being met. */
const steps = {
  packages: () => ensurePackages(),
  engine: async (state) => {
    state.engine = await ensureEngine();
    await ensurePrograms('docker');
  },
  base: async (state) => ensureBaseImages(withEngine(state)),
  bases: async (state) => ensureBaseImages(withEngine(state), baseSuites),
  oracles: async (state) => ensureOracles(withEngine(state)),
  // Tests that run the programs as processes, and on two nodes made of network namespaces.
  programs: () => ensurePrograms('haproxy', 'keepalived', 'ip'),
  // Beside VS Code.
  editors: () => ensurePrograms('nvim'),
  compose: () => ensurePrograms('compose'),
  // Tests that reach an engine over ssh or TLS, and those of Podman.
  otherEngines: () => ensurePrograms('sshd', 'openssl', 'podman'),
  vscode: () => ensureServerBuild(),
  browser: () => ensurePrograms('chromium'),
};

function withEngine({ engine }) {
  if (!engine) throw new Missing('there is no Docker engine');
  return engine;
}

/** Does the steps named. Returns the failures: a Map from step to one message that a person can act on. */
export async function setUp(needs) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    return new Map([
      ['packages', `Node ${process.versions.node} is too old: install Node 20 or newer (https://nodejs.org)`],
    ]);
  }
  const state = {};
  const failures = new Map();
  for (const [name, step] of Object.entries(steps)) {
    if (!needs.includes(name) || failures.has('packages')) continue;
    try {
      await step(state);
    } catch (error) {
      const message = error instanceof Missing ? error.message : (error.stack ?? String(error));
      failures.set(name, message);
      say(`${name}: ${message}`);
    }
  }
  return failures;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const asked = process.argv.slice(2);
  const failures = await setUp(asked.length > 0 ? asked : Object.keys(steps));
  await stopAll();
  process.exitCode = failures.size > 0 ? 1 : 0;
}
