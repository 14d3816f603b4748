/** Drills that are broken off in the middle, in every way: the state tells, and the lab is healed. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drills } from '../../client/src/lab/drills/index';
import { markOf, readMark, setMark } from '../../client/src/lab/drills/mark';
import { castOf, isImpending, isWell } from '../../client/src/lab/drills/preflight';
import { runDrill } from '../../client/src/lab/drills/run';
import { heal, runStep } from '../../client/src/lab/drills/steps';
import { connect } from '../../client/src/lab/engine';
import type { LabState } from '../../client/src/lab/state';
import type { Watch } from '../../client/src/lab/watch';
import type { DrillId } from '../../server/src/protocol';
import { engineProxy } from '../support/engineProxy';
import { startHaconf } from '../support/program';
import { drilled, drillOf } from './drilling';
import { allWell, balancer, holder, seen, testLab, type TestLab } from './harness';

let made: TestLab;

beforeAll(async () => {
  made = await testLab();
  const watch = made.watch();
  await made.lab.up();
  await seen(watch, allWell);
  await watch.close();
});
afterAll(() => made.cleanUp());

describe('When a drill breaks off', () => {
  const isFaulty = ({ fault, vips }: LabState): boolean => fault !== undefined && vips[0]?.verdict.kind === 'held';
  const isHealed = (state: LabState): boolean => allWell(state) && state.fault === undefined;
  let watch: Watch;

  beforeAll(() => {
    watch = made.watch();
  });

  /** `haconf lab drill` as a process of its own; resolves once the fault is active and the address has moved. */
  async function driver(drill: DrillId) {
    await seen(watch, isHealed);
    const running = await startHaconf('lab', 'drill', drill, '--folder', made.folder);
    const state = await seen(watch, (now) => isFaulty(now) && holder(now) === 'mylb2');
    expect(state.fault).toMatchObject({ id: drill, target: 'mylb1' });
    return running;
  }

  it('because its process is killed: the state tells, and the mark alone is enough to heal it', async () => {
    const { child, ended } = await driver('link-down');
    child.kill('SIGKILL');
    await ended;
    expect(watch.state.fault?.title).toBe('Link down');
    await expect(drilled(made, 'haproxy-killed')).rejects.toThrow('No fault is active: Link down');
    expect(await heal(made.engine, made.plan)).toMatchObject({ id: 'link-down', target: 'mylb1' });
    await seen(watch, isHealed);
    expect(await heal(made.engine, made.plan)).toBeUndefined();
  });

  it('because of Ctrl-C: it is healed before the process ends', async () => {
    const { child, ended } = await driver('link-down');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ status: 130 });
    expect(await readMark(made.engine, made.plan, undefined)).toBeUndefined();
    await seen(watch, isHealed);
  });

  it('because the connection to the engine is cut: the mark stays until somebody heals it', async () => {
    await seen(watch, isHealed);
    const proxy = await engineProxy(join(made.folder, 'engine.sock'));
    const running = runDrill(() => connect({ env: proxy.env }), made.plan, drillOf('haproxy-killed'));
    const outcome = expect(running).rejects.toMatchObject({ name: 'LabError' });
    await seen(watch, (state) => state.fault !== undefined && balancer(state, 'mylb1').haproxy === 'down');
    proxy.cut();
    await outcome;
    expect(watch.state.fault?.id).toBe('haproxy-killed');
    await heal(made.engine, made.plan);
    await seen(watch, isHealed);
  });

  it('because the probe is killed: it says so, and the fault is healed', async () => {
    await seen(watch, isHealed);
    const running = drilled(made, 'haproxy-killed');
    const outcome = expect(running).rejects.toThrow('Requests from probe ended');
    await seen(watch, (state) => state.fault !== undefined && balancer(state, 'mylb1').haproxy === 'down');
    await made.lab.node('probe').kill();
    await outcome;
    const state = await seen(watch, (now) => now.fault === undefined && balancer(now, 'mylb1').haproxy === 'up');
    expect(state.nodes.find(({ name }) => name === 'probe')?.status).toBe('exited');
    await made.lab.node('probe').start();
    await seen(watch, isHealed);
  });

  // What its death leaves: the mark, and what has been done by then.
  it.each(drills.map(({ id }) => id))('in the middle of %s: the state tells, and the mark heals it', async (id) => {
    const state = await seen(watch, (now) => isHealed(now) && isWell(now) && !isImpending(now));
    const drill = drillOf(id);
    const cast = castOf(drill, made.plan, state, undefined);
    await setMark(made.engine, made.plan, markOf(drill, cast), undefined);
    for (const step of [...(drill.prepare?.(cast) ?? []), ...drill.inject(cast)]) {
      await runStep(made.engine, made.plan, step, undefined);
    }
    await seen(watch, ({ fault }) => fault?.id === id && fault.target === cast.target);
    expect(await heal(made.engine, made.plan)).toMatchObject({ id });
    await seen(watch, (now) => isHealed(now) && isWell(now));
  });
});
