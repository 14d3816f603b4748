// The little of Docker's HTTP API that set-up needs, spoken directly so that no command line has to be installed for it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { Missing } from './say.mjs';

const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});

/** The address that DOCKER_HOST, DOCKER_CONTEXT or the current context names, else undefined. */
function namedAddress() {
  if (process.env.DOCKER_HOST) return process.env.DOCKER_HOST;
  const folder = process.env.DOCKER_CONFIG ?? path.join(os.homedir(), '.docker');
  const context = process.env.DOCKER_CONTEXT ?? readJson(path.join(folder, 'config.json')).currentContext;
  if (!context || context === 'default') return undefined;
  // The command line keeps a context under the SHA-256 of its name.
  const id = createHash('sha256').update(context).digest('hex');
  return readJson(path.join(folder, 'contexts', 'meta', id, 'meta.json')).Endpoints?.docker?.Host;
}

const usual = () =>
  process.platform === 'win32'
    ? ['npipe:////./pipe/docker_engine']
    : [
        '/var/run/docker.sock',
        path.join(os.homedir(), '.docker/run/docker.sock'),
        ...(process.env.XDG_RUNTIME_DIR ? [path.join(process.env.XDG_RUNTIME_DIR, 'docker.sock')] : []),
      ].map((socket) => `unix://${socket}`);

/** What http.request needs to reach an address. Shapes: unix:///socket, npipe:////./pipe/name, tcp://host:port. */
function connection(address) {
  const url = new URL(address);
  if (url.protocol === 'unix:') return { socketPath: decodeURIComponent(url.pathname), host: 'docker' };
  if (url.protocol === 'npipe:')
    return { socketPath: address.slice('npipe:'.length).replaceAll('/', '\\'), host: 'docker' };
  if (url.protocol === 'tcp:' || url.protocol === 'http:') return { host: url.hostname, port: url.port || 2375 };
  throw new Missing(`set-up cannot speak to Docker at ${address}: start the engine here, or unset DOCKER_HOST`);
}

function request(address, method, target, { body, seconds = 10, onData } = {}) {
  return new Promise((resolve, reject) => {
    const headers = body ? { 'Content-Type': 'application/x-tar' } : {};
    const outgoing = http.request({ ...connection(address), method, path: target, headers }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (data) => {
        text += data;
        onData?.(data);
      });
      incoming.on('end', () => resolve({ status: incoming.statusCode, text }));
      incoming.on('error', reject);
    });
    // Silence for this long is an end, whatever the whole takes.
    outgoing.setTimeout(seconds * 1000, () => outgoing.destroy(new Error(`Docker was silent for ${seconds} s`)));
    outgoing.on('error', reject);
    if (body) body.on('error', reject).pipe(outgoing);
    else outgoing.end();
  });
}

const answers = (address) =>
  request(address, 'GET', '/_ping', { seconds: 3 }).then(
    ({ status }) => status === 200,
    (error) => {
      if (error instanceof Missing) throw error;
      return false;
    },
  );

/** An engine that answers: its address and whether it was named by the environment; `address` is undefined for none. */
export async function findEngine() {
  const named = namedAddress();
  for (const address of named ? [named] : usual()) if (await answers(address)) return { address, named };
  return { address: undefined, named };
}

export const hasImage = async (address, name) => (await request(address, 'GET', `/images/${name}/json`)).status === 200;

/** Pulls an image; rejects when the registry says nothing for `seconds`, or says no. */
export async function pullImage(address, name, seconds) {
  const [repository, tag] = name.split(':');
  const { status, text } = await request(address, 'POST', `/images/create?fromImage=${repository}&tag=${tag}`, {
    seconds,
  });
  // Progress arrives as one JSON object per line with status 200; a failure is one of those lines, or the whole answer.
  const reason = /"(?:error|message)":\s*"((?:[^"\\]|\\.)*)/.exec(text)?.[1];
  const error = reason ?? (status === 200 ? undefined : text.trim());
  if (error) throw new Error(error);
}

/** Makes an image of one layer from a tar of a root file system. */
export async function importImage(address, name, tar) {
  const [repository, tag] = name.split(':');
  const target = `/images/create?fromSrc=-&repo=${repository}&tag=${tag}`;
  const { status, text } = await request(address, 'POST', target, { body: tar, seconds: 300 });
  if (status !== 200 || text.includes('"error"')) throw new Error(`import of ${name} failed: ${text.trim()}`);
}
