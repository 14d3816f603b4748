/** Versions of the Docker API: which one is spoken, what happens when it is refused, and what newer ones look like. */
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { parsePlan } from '../../client/src/lab/compose';
import { connect } from '../../client/src/lab/engine';
import { watchLab } from '../../client/src/lab/watch';
import { AnsweringEngine } from '../support/dockerAnswers';

let folder: string;
let server: Server | undefined;
afterEach(async () => {
  const ended = new Promise((resolve) => server?.close(resolve));
  server?.closeAllConnections();
  await ended;
  rmSync(folder, { recursive: true });
});

async function serve(engine: AnsweringEngine): Promise<NodeJS.ProcessEnv> {
  server = engine.serve();
  folder = mkdtempSync(join(tmpdir(), 'haconf-api-'));
  const socket = join(folder, 'engine.sock');
  await new Promise<void>((resolve) => server!.listen(socket, resolve));
  return { DOCKER_HOST: `unix://${socket}` };
}

it.each([
  // An engine of its time: newest, oldest, what is spoken.
  ['1.40', '1.12', '1.40'],
  ['1.41', '1.12', '1.41'],
  ['1.44', '1.24', '1.44'],
  ['1.52', '1.44', '1.44'],
  ['1.55', '1.40', '1.44'],
  ['1.60', '1.52', '1.52'],
])('an engine that speaks up to %s, from %s on, is spoken to in %s, and understood', async (newest, oldest, spoken) => {
  const answering = new AnsweringEngine(newest, oldest);
  const env = await serve(answering);
  const engine = await connect({ env });
  expect(engine.info.apiVersion).toBe(spoken);

  expect(await engine.containers({})).toMatchObject([
    { name: 'probe', status: 'running', macs: { lab: '02:42:0a:4d:00:1f' }, ports: [20080] },
  ]);
  expect(await engine.networks({})).toMatchObject([{ name: 'lab', subnets: ['10.77.0.0/24'] }]);
  expect(await engine.image('ha-lab-probe')).toMatchObject({ labels: { 'io.haconf.recipe': 'r' } });

  const file = join(import.meta.dirname, '../../lab-templates/two-web-two-lb/compose.yaml');
  const plan = { ...parsePlan(readFileSync(file, 'utf8'), file), project: 'ha-lab' };
  const watch = watchLab(() => connect({ env }), plan);
  const probe = (state: typeof watch.state) => state.nodes.find(({ name }) => name === 'probe')!;
  await watch.until((state) => probe(state).status === 'running');
  const begin = Date.now();
  answering.change('exited', 'die');
  const after = await watch.until((state) => probe(state).status === 'exited');
  expect(probe(after).exitCode).toBe(137);
  // The event has told, not the list that is read now and then.
  expect(Date.now() - begin).toBeLessThan(1_000);
  await watch.close();
  expect(answering.asked.filter((call) => !call.startsWith(`${spoken} `) && call !== 'unpinned /version')).toEqual([]);
});

it.each([
  ['drops the version', '1.52', '1.50', '1.50'],
  ['goes back to an older one', '1.41', '1.12', '1.41'],
])('an engine that %s under way is spoken to in another', async (_what, newest, oldest, spoken) => {
  const answering = new AnsweringEngine('1.44', '1.24');
  const engine = await connect({ env: await serve(answering) });
  Object.assign(answering, { newest, oldest });
  expect(await engine.containers({})).toHaveLength(1);
  expect(answering.asked.slice(-3)).toEqual([
    '1.44 /containers/json',
    'unpinned /version',
    `${spoken} /containers/json`,
  ]);
  await engine.networks({});
  expect(answering.asked.at(-1)).toBe(`${spoken} /networks`);
});

it('an engine that is too old is told so', async () => {
  const env = await serve(new AnsweringEngine('1.39', '1.12'));
  await expect(connect({ env })).rejects.toMatchObject({
    code: 'api-version',
    message: 'This engine speaks the Docker API 1.39; the lab needs 1.40.',
    action: expect.stringContaining('Update the engine') as string,
  });
});
