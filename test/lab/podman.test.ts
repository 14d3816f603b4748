/** The lab on Podman's Docker-compatible service: built, started, watched, failing over, removed. */
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readProgress } from '../../client/src/lab/progressLines';
import { tar } from '../../client/src/lab/tar';
import type { Watch } from '../../client/src/lab/watch';
import { allWell, ask, balancer, holder, leftovers, page, seen, testLab, type TestLab } from './harness';
import { PodmanService } from './podman';

const podman = new PodmanService();
let made: TestLab;
let watch: Watch;
beforeAll(async () => {
  await podman.start('debian:trixie-slim');
  made = await testLab(undefined, { ...process.env, DOCKER_HOST: podman.address });
  watch = made.watch();
});
afterAll(async () => {
  await made.cleanUp();
  await podman.stop();
});

const through = async () => (await ask(page(made.plan, 'vip', 'Through the virtual address'))).headers['x-lb'];

it('builds the images, starts, and serves through the virtual address', async () => {
  const messages = new Set<string>();
  await made.lab.up({ progress: ({ message }) => messages.add(message.replace(/:.*/, '')) });
  expect([...messages]).toContain(`Building ${made.plan.project}-web`);
  expect(podman.command('ps', '--format', '{{.Names}}').trim().split('\n')).toHaveLength(5);
  expect(await through()).toBe('mylb1');
});

it('shows the state inside the nodes', async () => {
  const state = await seen(watch, allWell);
  expect(balancer(state, 'mylb1').vrrp).toMatchObject([{ state: 'MASTER' }]);
  expect(balancer(state, 'mylb2').vrrp).toMatchObject([{ state: 'BACKUP' }]);
  expect(state.nodes.map(({ mac }) => mac)).not.toContain(undefined);
});

it('fails over when HAProxy stops, and back', async () => {
  await made.lab.node('mylb1').haproxy('stop');
  await seen(watch, (now) => holder(now) === 'mylb2' && now.vips[0]?.seen?.servedBy === 'mylb2');
  expect(await through()).toBe('mylb2');
  await made.lab.node('mylb1').haproxy('start');
  await seen(watch, allWell);
});

it('tells a node that was killed, and one that is paused', async () => {
  await made.lab.node('mylb1').kill();
  await seen(watch, (now) => holder(now) === 'mylb2' && now.problems.some(({ id }) => id === 'node:mylb1'));
  await made.lab.node('mylb1').start();
  await seen(watch, allWell);
  await made.lab.node('myweb1').pause();
  await seen(watch, (now) => now.nodes.some(({ name, status }) => name === 'myweb1' && status === 'paused'));
  await made.lab.node('myweb1').unpause();
  await seen(watch, allWell);
});

it('a refused configuration is told in the words of the program', async () => {
  const exec = ['sh', '-c', 'echo nonsense >> /etc/haproxy/haproxy.cfg && service haproxy check'];
  const { exitCode, output } = await made.engine.exec(balancer(watch.state, 'mylb2').containerId!, exec, 'Checking');
  expect(exitCode).not.toBe(0);
  expect(output).toContain('nonsense');
});

it('a port that is taken is named', async () => {
  const { host } = made.plan.nodes[0]!.ports[0]!;
  await made.lab.node('myweb1').stop();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(host, '127.0.0.1', resolve));
  try {
    await expect(made.lab.node('myweb1').start()).rejects.toMatchObject({ message: `Port ${host} is taken.` });
  } finally {
    server.close();
  }
  await made.lab.node('myweb1').start();
  await seen(watch, allWell);
});

it('a build step that fails is told', async () => {
  const { engine, plan } = made;
  const dockerfile = 'FROM debian:trixie-slim\nRUN echo this is wrong && exit 7\n';
  const context = tar([{ path: 'Dockerfile', data: Buffer.from(dockerfile), mode: 0o644 }]);
  const stream = await engine.build(context, { t: `${plan.project}-bad`, forcerm: '1' });
  await expect(readProgress(stream, 'Building', () => undefined)).rejects.toMatchObject({
    code: 'build-failed',
    message: expect.stringContaining('7') as string,
    action: expect.stringContaining('this is wrong') as string,
  });
});

it('stops, starts again, and leaves nothing behind', async () => {
  await made.lab.stop();
  await seen(watch, ({ phase }) => phase === 'stopped');
  await made.lab.up();
  await seen(watch, allWell);
  await made.lab.remove({ images: true });
  expect(await leftovers(made)).toEqual([]);
  expect(podman.command('ps', '--all', '--quiet')).toBe('');
  expect(podman.command('network', 'ls', '--quiet', '--format', '{{.Name}}').trim()).toBe('podman');
  expect(podman.command('images', '--all', '--format', '{{.Repository}}').trim()).toBe('localhost/debian');
});
