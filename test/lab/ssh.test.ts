/** An engine on another host, over the real ssh: the whole lab, and what is said when there is no way to it. */
import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, assert, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../client/src/lab/engine';
import { PortTaken } from '../../client/src/lab/errors';
import { Forwards } from '../../client/src/lab/forward';
import { otherPorts } from '../../client/src/lab/otherPorts';
import { endPrograms } from '../../client/src/lab/process';
import { allWell, ask, balancer, holder, leftovers, page, seen, testLab } from './harness';
import { HOSTS, SshHost } from './sshHost';

const host = new SshHost();
beforeAll(() => host.start());
afterAll(async () => {
  endPrograms();
  await host.stop();
});

/** As of a person whose ssh leads to the host. */
function person(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const PATH = `${host.bin}:${process.env['PATH'] ?? ''}`;
  return { HOME: host.folder, DOCKER_CONFIG: join(host.folder, 'docker'), PATH, ...more };
}

async function listening(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

/** Command lines of the processes that carry connections, on both sides. */
function carriers(): string[] {
  const lines = execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes('dial-stdio') || line.includes(join(host.folder, 'config ')));
}

it('a whole lab through a Docker context: start, state, failover, exec, removal', async () => {
  const env = person({ DOCKER_CONTEXT: 'box' });
  execFileSync('docker', ['context', 'create', 'box', '--docker', `host=ssh://${HOSTS.good}`], { env, stdio: 'pipe' });
  const made = await testLab(undefined, env);
  try {
    expect(made.engine.info).toMatchObject({ remote: true, env: { DOCKER_CONTEXT: 'box' } });
    const watch = made.watch();
    await made.lab.up();
    const state = await seen(watch, allWell);
    expect(balancer(state, 'mylb1').vrrp[0]?.state).toBe('MASTER');
    const { output, exitCode } = await made.engine.exec(state.nodes[0]!.containerId!, ['hostname'], 'Asking');
    expect([exitCode, output]).toEqual([0, 'myweb1\n']);

    // Published on the host: here they are reached over ports that are carried there.
    const failures: unknown[] = [];
    const forwards = new Forwards((error) => failures.push(error));
    const there = (node: string, label: string) => {
      const url = page(made.plan, node, label);
      return forwards.reachable(made.engine, made.plan, { label, url });
    };
    const [vip, secure, statistics] = await Promise.all([
      there('vip', 'Through the virtual address'),
      there('myweb1', 'Greeting (HTTPS)'),
      there('mylb1', 'Statistics'),
    ]);
    expect(vip).not.toBe(page(made.plan, 'vip', 'Through the virtual address'));
    expect(await there('vip', 'Through the virtual address')).toBe(vip);
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask(vip)));
    expect(answers.map(({ headers }) => headers['x-lb'])).toEqual(Array(4).fill('mylb1'));
    expect((await ask(secure)).certificate).toBe('ha-lab');
    expect((await ask(statistics)).status).toBe(401);
    await forwards.close();
    await expect(ask(vip)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(failures).toEqual([]);

    await made.lab.node('mylb1').haproxy('stop');
    await seen(watch, (now) => holder(now) === 'mylb2');
    await made.lab.node('mylb1').haproxy('start');
    await seen(watch, allWell);
    // One connection for events, one for each node that reports, few for everything else.
    expect(carriers().filter((line) => line.startsWith('docker system')).length).toBeLessThan(24);

    await made.lab.remove({ images: true });
    expect(await leftovers(made)).toEqual([]);
  } finally {
    await made.cleanUp();
  }
  endPrograms();
  await expect.poll(carriers, { timeout: 5_000 }).toEqual([]);
});

it('a port that is taken there: its engine says which, and another one is chosen whatever is taken here', async () => {
  const made = await testLab(undefined, person({ DOCKER_HOST: `ssh://${HOSTS.good}` }));
  const [taken, other] = made.plan.nodes.flatMap(({ ports }) => ports.map((port) => port.host)) as [number, number];
  const servers = await Promise.all([taken, other].map((port) => listening(port)));
  try {
    const error: unknown = await made.lab.up().catch((reason: unknown) => reason);
    // Which of them is published first is not said anywhere.
    assert(error instanceof PortTaken && error.port !== undefined);
    expect([taken, other]).toContain(error.port);
    const others = await otherPorts(made.plan, made.engine, error.port);
    expect([...others.keys()]).toEqual([error.port]);
    expect(others.get(error.port)).toBeGreaterThan(error.port);
    await expect(otherPorts(made.plan, made.engine, undefined)).rejects.toMatchObject({ code: 'port-taken' });
    // On this machine both would have been found.
    const here = await otherPorts(made.plan, await connect(), undefined);
    expect([...here.keys()].sort()).toEqual([taken, other].sort());
  } finally {
    for (const server of servers) server.close();
    await made.cleanUp();
    endPrograms();
  }
});

it('without a docker command here, ssh is used by itself', async () => {
  const engine = await connect({ env: person({ PATH: host.bin, DOCKER_HOST: `ssh://${HOSTS.good}` }) });
  expect(engine.info.remote).toBe(true);
  const containers = await Promise.all(Array.from({ length: 12 }, () => engine.containers({})));
  expect(containers).toHaveLength(12);
  expect(carriers().join('\n')).toContain('docker system dial-stdio');
  expect(carriers().join('\n')).not.toContain('docker --');
});

describe.each([
  ['with the docker command', {}],
  ['with ssh alone', { PATH: host.bin }],
])('%s it is said when', (_with, more) => {
  const attempt = (name: string) => connect({ env: person({ DOCKER_HOST: `ssh://${name}`, ...more }) });

  it.each([
    ['the key is refused', HOSTS.stranger, /refuses the ssh login/, /ssh-add/],
    ['the host is off', HOSTS.off, /cannot be reached over ssh/, /whether it is on/],
    ['the key of the host has changed', HOSTS.changed, /does not know the key/, /compare the key/],
    ['the name is unknown', 'none.invalid', /name of the Docker host is unknown/, /Host entries/],
    ['there is no docker command there', HOSTS.bare, /no docker command on the Docker host/, /Install Docker there/],
    ['no engine runs there', HOSTS.stopped, /no Docker engine runs/, /Start Docker there/],
  ])('%s', async (_what, name, message, action) => {
    await expect(attempt(name)).rejects.toMatchObject({
      code: 'ssh',
      message: expect.stringMatching(message) as string,
      action: expect.stringMatching(action) as string,
    });
  });
});

it('a machine without ssh is told so', async () => {
  const env = person({ PATH: join(host.folder, 'nothing'), DOCKER_HOST: `ssh://${HOSTS.good}` });
  await expect(connect({ env })).rejects.toMatchObject({
    code: 'ssh',
    message: expect.stringContaining('no ssh command') as string,
  });
});
