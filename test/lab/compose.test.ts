/** The same folder with haconf and with Compose: either starts the lab, and takes over what the other has started. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPlan } from '../../client/src/lab/compose';
import { Lab } from '../../client/src/lab/lab';
import { switchConfiguration } from '../../client/src/lab/switchConfiguration';
import type { Watch } from '../../client/src/lab/watch';
import { allWell, leftovers, onNode, seen, testLab, type TestLab } from './harness';

const execute = promisify(execFile);
let made: TestLab;
let watch: Watch;
let compose: (...args: string[]) => Promise<string>;

beforeAll(async () => {
  made = await testLab('two-web-two-lb');
  watch = made.watch();
  const plugin = await execute('docker', ['compose', 'version']).then(
    () => true,
    () => false,
  );
  const [command, words] = plugin ? ['docker', ['compose']] : ['docker-compose', []];
  compose = async (...args) => {
    const { stdout, stderr } = await execute(command, [...words, ...args], { cwd: made.folder });
    return stdout + stderr;
  };
});
afterAll(async () => {
  await made.cleanUp();
  expect(await leftovers(made)).toEqual([]);
});

async function ids(): Promise<Record<string, string | undefined>> {
  const { nodes } = await seen(watch, allWell);
  return Object.fromEntries(nodes.map(({ name, containerId }) => [name, containerId]));
}

describe('A folder with a lab', () => {
  it('started here is taken over by Compose as it is', async () => {
    await made.lab.up();
    const before = await ids();
    await compose('up', '--detach');
    expect(await ids()).toEqual(before);
  });

  it('gives Compose the configuration chosen meanwhile', async () => {
    const target = '/etc/haproxy/haproxy-tls-termination.cfg';
    await switchConfiguration(made.engine, { plan: made.plan, nodes: ['mylb1', 'mylb2'], target });
    await compose('down');
    await compose('up', '--build', '--detach');
    await seen(watch, allWell);
    for (const lb of ['mylb1', 'mylb2']) {
      const { output } = await onNode(made, lb, 'head', '-1', '/run/haconf/loaded/haproxy');
      expect(output).toContain('TLS termination');
    }
  });

  it('started by Compose is taken over here as it is', async () => {
    const before = await ids();
    await new Lab(made.engine, await readPlan(made.plan.file)).up();
    expect(await ids()).toEqual(before);
  });
});
