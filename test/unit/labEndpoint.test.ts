/** Where an engine is looked for, with real files in a home folder. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpoints, isRemote } from '../../client/src/lab/endpoint';
import type { Surroundings } from '../../client/src/lab/surroundings';
import { LabError } from '../../client/src/lab/errors';
import { chosenEnvironment, places } from '../../client/src/lab/places';
import { sshCommand } from '../../client/src/lab/sshAgent';

let home: string;
let servers: Server[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'haconf-home-'));
});
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  servers = [];
  rmSync(home, { recursive: true });
});

function where(env: NodeJS.ProcessEnv = {}, more: Partial<Surroundings> = {}): Surroundings {
  return { env: { XDG_RUNTIME_DIR: join(home, 'run'), ...env }, home, platform: 'linux', uid: 1000, ...more };
}

/** As `docker context create` writes it. */
function writeContext(name: string, docker: object | string, folder = '.docker'): string {
  const hash = createHash('sha256').update(name).digest('hex');
  const meta = join(home, folder, 'contexts/meta', hash);
  mkdirSync(meta, { recursive: true });
  const text =
    typeof docker === 'string' ? docker : JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker } });
  writeFileSync(join(meta, 'meta.json'), text);
  return join(home, folder, 'contexts/tls', hash, 'docker');
}

async function socketAt(path: string): Promise<string> {
  mkdirSync(dirname(path), { recursive: true });
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return path;
}

describe('Where the engine is looked for', () => {
  it('DOCKER_HOST before everything', async () => {
    const env = { DOCKER_HOST: 'tcp://box:2375', DOCKER_CONTEXT: 'other' };
    expect(await endpoints(where(env))).toMatchObject([
      { address: { kind: 'tcp', host: 'box', port: 2375 }, env: { DOCKER_HOST: 'tcp://box:2375' } },
    ]);
  });

  it('then DOCKER_CONTEXT, then the current context', async () => {
    writeContext('colima', { Host: 'unix:///home/me/.colima/docker.sock' });
    writeContext('other', { Host: 'unix:///other.sock' });
    writeFileSync(join(home, '.docker/config.json'), '{"currentContext":"other"}');
    const address = { kind: 'socket', path: '/home/me/.colima/docker.sock' };
    // DOCKER_HOST would win over the context in the docker command.
    const env = { DOCKER_HOST: '', DOCKER_CONTEXT: 'colima' };
    expect(await endpoints(where({ DOCKER_CONTEXT: 'colima' }))).toMatchObject([{ address, env }]);
    expect(await endpoints(where())).toMatchObject([{ address: { path: '/other.sock' } }]);
    expect((await endpoints(where({ DOCKER_CONTEXT: 'default' }))).length).toBeGreaterThan(5);
  });

  it('in the folder that DOCKER_CONFIG names', async () => {
    writeContext('elsewhere', { Host: 'unix:///elsewhere.sock' }, 'config');
    const DOCKER_CONFIG = join(home, 'config');
    expect(await endpoints(where({ DOCKER_CONFIG, DOCKER_CONTEXT: 'elsewhere' }))).toMatchObject([
      { address: { path: '/elsewhere.sock' }, env: { DOCKER_CONFIG } },
    ]);
  });

  it('then the sockets that engines make', async () => {
    const paths = (await endpoints(where())).map(({ description }) => description);
    expect(paths).toEqual([
      '/var/run/docker.sock',
      `${home}/run/docker.sock`,
      `${home}/.docker/run/docker.sock`,
      `${home}/.docker/desktop/docker.sock`,
      `${home}/.colima/default/docker.sock`,
      `${home}/.config/colima/default/docker.sock`,
      `${home}/.orbstack/run/docker.sock`,
      `${home}/.rd/docker.sock`,
      `${home}/.lima/docker/sock/docker.sock`,
      `${home}/run/podman/podman.sock`,
      '/run/podman/podman.sock',
      `${home}/.local/share/containers/podman/machine/podman.sock`,
    ]);
    const windows = await endpoints(where({}, { platform: 'win32' }));
    expect(windows[0]).toMatchObject({
      address: { kind: 'socket', path: '//./pipe/docker_engine' },
      env: { DOCKER_HOST: 'npipe:////./pipe/docker_engine' },
    });
  });

  it('over ssh, in a variable or a context', async () => {
    writeContext('box', { Host: 'ssh://me@box:2222' });
    expect(await endpoints(where({ DOCKER_HOST: 'ssh://box' }))).toMatchObject([
      { address: { kind: 'ssh', url: 'ssh://box', context: undefined } },
    ]);
    expect(await endpoints(where({ DOCKER_CONTEXT: 'box' }))).toMatchObject([
      { address: { kind: 'ssh', url: 'ssh://me@box:2222', context: 'box' } },
    ]);
  });

  it('with the certificates of the variable or the context', async () => {
    const tls = writeContext('far', { Host: 'tcp://far:2376', SkipTLSVerify: true });
    mkdirSync(tls, { recursive: true });
    const folder = join(home, 'certificates');
    mkdirSync(folder);
    for (const name of ['ca', 'cert', 'key']) {
      writeFileSync(join(tls, `${name}.pem`), `${name} of the context`);
      writeFileSync(join(folder, `${name}.pem`), `${name} of the folder`);
    }
    expect(await endpoints(where({ DOCKER_CONTEXT: 'far' }))).toMatchObject([
      { address: { host: 'far', port: 2376, tls: { ca: 'ca of the context', unchecked: true } } },
    ]);
    const env = { DOCKER_HOST: 'tcp://far', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder };
    expect(await endpoints(where(env))).toMatchObject([
      { address: { port: 2376, tls: { key: 'key of the folder' } }, env },
    ]);
  });

  it.each([
    ['a context that is not there', { DOCKER_CONTEXT: 'gone' }, /no Docker context named gone/],
    ['a context whose file is broken', { DOCKER_CONTEXT: 'broken' }, /not valid JSON/],
    ['a context without an engine', { DOCKER_CONTEXT: 'empty' }, /names no engine/],
    ['an address of another kind', { DOCKER_HOST: 'fd://3' }, /cannot be used here/],
    ['an address that is none', { DOCKER_HOST: 'tcp://a b' }, /cannot be used here/],
    ['TLS without certificates', { DOCKER_HOST: 'tcp://far', DOCKER_TLS_VERIFY: '1' }, /holds no certificates/],
  ])('says what is wrong with %s', async (_what, env, message) => {
    writeContext('broken', '{"Name":"broken"');
    writeContext('empty', {});
    const refused = expect(endpoints(where(env))).rejects;
    await refused.toMatchObject({ code: 'context', message: expect.stringMatching(message) as string });
    await refused.toHaveProperty('action', expect.stringMatching(/./));
  });
});

it.each([
  [{ kind: 'socket', path: '/x' }, false],
  [{ kind: 'tcp', host: 'localhost', port: 1, tls: undefined }, false],
  [{ kind: 'tcp', host: '127.0.0.5', port: 1, tls: undefined }, false],
  [{ kind: 'tcp', host: '::1', port: 1, tls: undefined }, false],
  [{ kind: 'tcp', host: '192.168.1.2', port: 1, tls: undefined }, true],
  [{ kind: 'ssh', url: 'ssh://localhost', context: undefined }, true],
] as const)('the ports of %o are on another machine: %s', (address, remote) => {
  expect(isRemote(address)).toBe(remote);
});

it.each([
  ['ssh://box', ['--', 'box', 'docker', 'system', 'dial-stdio']],
  ['ssh://me@box:2222', ['-l', 'me', '-p', '2222', '--', 'box', 'docker', 'system', 'dial-stdio']],
  ['ssh://box/run/d.sock', ['--', 'box', 'docker', '--host', 'unix:///run/d.sock', 'system', 'dial-stdio']],
])('%s without a docker command', (url, args) => {
  expect(sshCommand(url).args.slice(3)).toEqual(args);
});

describe('What there is to choose from', () => {
  it('contexts, where they lead and which is current; sockets that are there', async () => {
    writeContext('box', { Host: 'ssh://me@box' });
    writeContext('broken', '{"Name":"broken"');
    writeFileSync(join(home, '.docker/config.json'), '{"currentContext":"box"}');
    const podman = await socketAt(join(home, 'run/podman/podman.sock'));
    // Left over: no socket.
    mkdirSync(join(home, '.rd'));
    writeFileSync(join(home, '.rd/docker.sock'), '');
    const found = await places(where());
    expect(found.filter(({ kind }) => kind === 'context')).toMatchObject([
      { choice: 'box', leadsTo: 'ssh://me@box', current: true, endpoint: { address: { kind: 'ssh' } } },
      { choice: 'broken', leadsTo: '', endpoint: expect.any(LabError) as LabError },
    ]);
    const own = found.filter(({ leadsTo, kind }) => kind === 'socket' && leadsTo.startsWith(home));
    expect(own).toMatchObject([{ choice: `unix://${podman}`, name: 'Podman, rootless', leadsTo: podman }]);
  });

  it('a choice wins over every variable, and none changes nothing', async () => {
    writeContext('box', { Host: 'unix:///box.sock' });
    const env = { DOCKER_HOST: 'tcp://other:1', DOCKER_CONTEXT: 'other', DOCKER_TLS_VERIFY: '1' };
    const found = async (choice: string) => endpoints(where({ ...env, ...chosenEnvironment(choice) }));
    expect(await found('box')).toMatchObject([{ address: { path: '/box.sock' } }]);
    expect(await found('unix:///mine.sock')).toMatchObject([{ address: { path: '/mine.sock' } }]);
    expect(chosenEnvironment('')).toEqual({});
  });
});
