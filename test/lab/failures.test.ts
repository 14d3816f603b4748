/** What goes wrong around a lab on an engine that runs: the message, and that the lab starts once it is mended. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as listener, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlan } from '../../client/src/lab/compose';
import { Lab } from '../../client/src/lab/lab';
import { tar } from '../../client/src/lab/tar';
import { allWell, leftovers, seen, testLab, type TestLab } from './harness';

describe('A socket that may not be used is told', () => {
  const asNobody = (env: NodeJS.ProcessEnv): unknown => {
    const script = join(import.meta.dirname, 'droppedRights.ts');
    const own = { ...process.env, DOCKER_CONFIG: '/nonexistent', ...env };
    return JSON.parse(execFileSync('tsx', [script], { env: own, encoding: 'utf8' }));
  };
  const told = {
    code: 'permission-denied',
    message: 'You may not use the Docker socket.',
    action: expect.stringContaining('docker group') as string,
  };

  it.skipIf(process.getuid?.() !== 0)("the engine's own", () => {
    expect(asNobody({})).toEqual(told);
  });

  it.skipIf(process.getuid?.() !== 0)('a configuration of docker that may not be read, too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'haconf-denied-'));
    chmodSync(folder, 0o700);
    try {
      expect(asNobody({ DOCKER_CONFIG: folder })).toMatchObject({
        code: 'context',
        message: `${folder}/config.json cannot be read.`,
        action: expect.stringMatching(/./) as string,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('one that nobody may use', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haconf-denied-'));
    chmodSync(folder, 0o755);
    const socket = join(folder, 'docker.sock');
    const server = listener();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    chmodSync(socket, 0);
    try {
      expect(asNobody({ DOCKER_HOST: `unix://${socket}` })).toEqual(told);
    } finally {
      server.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('A lab', () => {
  let made: TestLab;
  beforeEach(async () => {
    made = await testLab();
  });
  afterEach(() => made.cleanUp());

  const withoutImages = async () => (await leftovers(made)).filter((what) => !what.startsWith('image'));

  it('whose subnet is taken: told, nothing is left, and it starts when the subnet is free', async () => {
    const { engine, plan, lab } = made;
    const id = await engine.createNetwork({
      Name: `${plan.project}-in-the-way`,
      IPAM: { Config: [{ Subnet: plan.network.subnet }] },
    });
    try {
      await expect(lab.up()).rejects.toMatchObject({
        code: 'subnet-taken',
        message: 'The subnet of the lab overlaps with another network of the engine.',
        action: expect.stringContaining('compose.yaml') as string,
      });
      expect(await withoutImages()).toEqual([]);
    } finally {
      await engine.removeNetwork(id);
    }
    await lab.up();
    await seen(made.watch(), allWell);
  });

  it('one of whose containers is removed behind our back: told, and made again by a start', async () => {
    const { plan, lab } = made;
    const watch = made.watch();
    await lab.up();
    const before = await seen(watch, allWell);
    execFileSync('docker', ['rm', '--force', plan.nodes[0]!.container], { stdio: 'pipe' });
    const without = await seen(watch, ({ nodes }) => nodes[0]?.status === 'absent');
    expect(without.phase).toBe('partial');
    expect(without.problems.map(({ id }) => id)).toContain('node:myweb1');
    await expect(lab.node('myweb1').stop()).rejects.toMatchObject({
      code: 'node-not-running',
      message: 'myweb1 does not exist.',
      action: 'Start the lab to make it.',
    });
    await lab.up();
    const after = await seen(watch, allWell);
    expect(after.nodes[1]!.containerId).toBe(before.nodes[1]!.containerId);

    // All of it, network too, as `docker compose down` does.
    execFileSync('docker', ['rm', '--force', ...plan.nodes.map(({ container }) => container)], { stdio: 'pipe' });
    execFileSync('docker', ['network', 'rm', plan.network.name], { stdio: 'pipe' });
    await seen(watch, ({ phase }) => phase === 'absent');
    await lab.stop();
    await lab.up();
    await seen(watch, allWell);
  });

  it('whose base image breaks while it is pulled: told, and nothing is left', async () => {
    const registry = await brokenRegistry();
    try {
      const text = await readFile(made.plan.file, 'utf8');
      const base = `127.0.0.1:${registry.port}/broken:1`;
      await writeFile(made.plan.file, text.replace(/BASE_IMAGE: .*/, `BASE_IMAGE: ${base}`));
      const messages: string[] = [];
      const lab = new Lab(made.engine, await readPlan(made.plan.file));
      const up = lab.up({ progress: ({ message }) => messages.push(message) });
      await expect(up).rejects.toMatchObject({ message: expect.stringMatching(/verification failed/) as string });
      expect(messages).toContain(`Pulling ${base}`);
      expect(registry.asked.some((path) => path.includes('/blobs/'))).toBe(true);
      expect(await leftovers(made)).toEqual([]);

      await writeFile(made.plan.file, text);
      await made.lab.up();
    } finally {
      registry.close();
    }
  });
});

/** A registry whose one image has a layer that is not what its manifest says. */
async function brokenRegistry(): Promise<{ port: number; asked: string[]; close: () => void }> {
  const digest = (data: Buffer | string) => `sha256:${createHash('sha256').update(data).digest('hex')}`;
  const right = gzipSync(tar([{ path: 'file', data: Buffer.from('right'), mode: 0o644 }]));
  const wrong = gzipSync(tar([{ path: 'file', data: Buffer.from('wrong'), mode: 0o644 }]));
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [digest('unpacked')] },
  });
  const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: config.length,
      digest: digest(config),
    },
    layers: [
      { mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', size: right.length, digest: digest(right) },
    ],
  });
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    response.setHeader('docker-distribution-api-version', 'registry/2.0');
    const send = (body: string | Buffer) => {
      // Also in an answer to HEAD.
      response.setHeader('content-length', Buffer.byteLength(body)).end(body);
    };
    if (path.includes('/manifests/')) {
      response.setHeader('docker-content-digest', digest(manifest)).setHeader('content-type', manifestType);
      send(manifest);
    } else if (path.endsWith(digest(config))) send(config);
    else send(path.includes('/blobs/') ? wrong : '{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port, asked, close };
}
