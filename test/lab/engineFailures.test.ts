/** A real engine that dies, restarts, hangs and fills up under a lab: what is told, and that all goes on afterwards. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { readPlan } from '../../client/src/lab/compose';
import { connect } from '../../client/src/lab/engine';
import { Lab } from '../../client/src/lab/lab';
import { allWell, seen, testLab, type TestLab } from './harness';
import { OwnDockerd } from './ownDockerd';

const dockerd = new OwnDockerd();
let made: TestLab;
let lab: Lab;
beforeAll(() => dockerd.create(1000));
afterAll(() => dockerd.destroy());
beforeEach(async () => {
  made = await testLab(undefined, dockerd.env);
  await dockerd.adapt(made.plan.file);
  lab = new Lab(made.engine, await readPlan(made.plan.file));
});
afterEach(async () => {
  await made.cleanUp();
  expect(dockerd.everything()).toEqual([]);
});

/** Starts the lab; does something as soon as the progress says what matches. */
async function upAnd(message: RegExp, deed: () => Promise<void>): Promise<void> {
  let done: Promise<void> | undefined;
  const progress = (step: { message: string }) => {
    if (message.test(step.message)) done ??= deed();
  };
  try {
    await lab.up({ progress });
  } finally {
    await done;
  }
}

it.each([
  ['while the images are built', /^Building/],
  ['while the nodes are started', /^Starting mylb1/],
])('dies %s: told; after its restart the lab starts as ever', async (_when, step) => {
  await expect(upAnd(step, () => dockerd.signal('SIGKILL'))).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:engine-lost|no-engine)$/) as string,
    message: expect.stringMatching(/engine (?:hung up|is not running)/) as string,
    action: expect.stringMatching(/./) as string,
  });
  await dockerd.start();
  dockerd.removeBuilds();
  await lab.up();
  await lab.remove({ images: true });
});

it('restarts under a watched lab: trouble is told, what is known is not lost, and the truth comes back', async () => {
  const watch = made.watch();
  await lab.up();
  await seen(watch, allWell);
  await dockerd.signal('SIGTERM');
  const lost = await seen(watch, ({ trouble }) => trouble !== undefined);
  expect(lost.trouble).toMatchObject({ message: expect.stringMatching(/Docker engine/) as string });
  expect(lost.nodes.map(({ containerId }) => containerId)).not.toContain(undefined);
  // What was measured before is not shown as if it were measured now.
  expect(lost.vips[0]?.verdict.kind).toBe('unknown');

  await dockerd.start();
  // dockerd has stopped the containers with it.
  const back = await seen(watch, (state) => state.trouble === undefined);
  expect(back.phase).toBe('stopped');
  await lab.up();
  await seen(watch, allWell);
});

it('hangs: a command gives up in time, the watch says so, and both go on when it answers again', async () => {
  const watch = made.watch();
  await lab.up();
  await seen(watch, allWell);
  await dockerd.signal('SIGSTOP');
  try {
    const begin = Date.now();
    await expect(lab.node('mylb1').haproxy('stop')).rejects.toMatchObject({
      code: 'engine-timeout',
      message: expect.stringMatching(/did not answer within 20 s/) as string,
    });
    expect(Date.now() - begin).toBeLessThan(25_000);
    await expect(connect({ env: dockerd.env })).rejects.toMatchObject({ code: 'engine-timeout' });
    await seen(watch, ({ trouble }) => trouble?.code === 'engine-timeout');
  } finally {
    await dockerd.signal('SIGCONT');
  }
  await seen(watch, allWell);
  await lab.node('mylb1').haproxy('restart');
  await seen(watch, allWell);
});

it('has a full disk: told, nothing is left over, and with more room the lab starts', async () => {
  const dockerfile = join(made.folder, 'Dockerfile');
  const steps = await readFile(dockerfile, 'utf8');
  await writeFile(dockerfile, steps.replace('RUN true', 'RUN head --bytes=400M /dev/zero > /big && rm /big'));
  dockerd.resize(600);
  await expect(lab.up()).rejects.toMatchObject({
    code: 'disk-full',
    message: "The engine's disk is full.",
    action: expect.stringContaining('docker system df') as string,
  });
  expect(dockerd.everything()).toEqual([]);
  dockerd.resize(1000);
  await lab.up();
});
