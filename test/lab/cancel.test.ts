/** What is cancelled or fails on the way leaves nothing behind, at whichever step. */
import { createServer } from 'node:net';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPlan } from '../../client/src/lab/compose';
import { Lab } from '../../client/src/lab/lab';
import { leftovers, testLab, type TestLab } from './harness';

let made: TestLab;
beforeEach(async () => {
  made = await testLab();
});
afterEach(() => made.cleanUp());

/** Starts the lab and cancels as soon as the progress says something that matches. */
async function cancelAt(message: RegExp): Promise<void> {
  const abort = new AbortController();
  const progress = (step: { message: string }) => {
    if (message.test(step.message)) abort.abort();
  };
  await expect(made.lab.up({ signal: abort.signal, progress })).rejects.toMatchObject({ code: 'cancelled' });
}

async function withoutImages(): Promise<string[]> {
  return (await leftovers(made)).filter((what) => !what.startsWith('image'));
}

it('cancelled in the middle of a build: no container, no network, no image', async () => {
  const dockerfile = join(made.folder, 'Dockerfile');
  const text = await readFile(dockerfile, 'utf8');
  // Something that no cache knows, so that the build is really under way.
  await writeFile(dockerfile, text.replace('RUN apt-get', `RUN echo ${made.plan.project} && sleep 20 && apt-get`));
  const before = (await made.engine.containers({})).map(({ id }) => id);
  await cancelAt(/RUN echo/);
  expect(await leftovers(made)).toEqual([]);
  // The container that the build ran in goes with the connection.
  await expect
    .poll(
      async () =>
        (await made.engine.containers({})).filter(
          ({ id, labels }) => !before.includes(id) && Object.keys(labels).length === 0,
        ),
      { timeout: 15_000 },
    )
    .toEqual([]);
});

it.each([/^Creating the network/, /^Starting mylb1/, /^Starting probe/, /^Waiting for/])(
  'cancelled at %s: no container, no network',
  async (step) => {
    await cancelAt(step);
    expect(await withoutImages()).toEqual([]);
  },
);

it('cancelled before it begins: nothing happens', async () => {
  await expect(made.lab.up({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  expect(await leftovers(made)).toEqual([]);
});

it('a port that is taken is named, and nothing is left', async () => {
  const { host } = made.plan.nodes.at(-1)!.ports[0]!;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(host, '127.0.0.1', resolve));
  try {
    await expect(made.lab.up()).rejects.toMatchObject({ code: 'port-taken', message: `Port ${host} is taken.` });
    expect(await withoutImages()).toEqual([]);
  } finally {
    server.close();
  }
});

it('a base image that nobody has is told, and nothing is left', async () => {
  const text = await readFile(made.plan.file, 'utf8');
  await writeFile(made.plan.file, text.replace(/BASE_IMAGE: .*/, 'BASE_IMAGE: 127.0.0.1:9/none:1'));
  const lab = new Lab(made.engine, await readPlan(made.plan.file));
  await expect(lab.up()).rejects.toMatchObject({ code: 'registry' });
  expect(await leftovers(made)).toEqual([]);
});

it('a build step that fails is told in its own words', async () => {
  await appendFile(join(made.folder, 'Dockerfile'), 'RUN echo this is wrong >&2 && exit 7\n');
  await expect(made.lab.up()).rejects.toMatchObject({
    code: 'build-failed',
    message: expect.stringContaining('7') as string,
    action: expect.stringContaining('this is wrong') as string,
  });
  expect(await withoutImages()).toEqual([]);
});
