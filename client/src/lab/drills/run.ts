/**
 * The course of a drill: preflight, baseline, fault, observation until nothing changes any more, healing, verdict.
 * Whatever happens on the way, the fault is healed before this returns; if this process dies, the lab's mark says how
 * (mark.ts, steps.ts).
 */
import type { Forecast, NoForecast } from '../../../../server/src/protocol';
import type { Engine } from '../dockerApi';
import { cancelled } from '../errorMap';
import { LabError } from '../errors';
import type { LabPlan } from '../plan';
import type { Report } from '../reports';
import { isGood } from '../traffic';
import { watchLab, type Watch } from '../watch';
import { conclude } from './conclude';
import { configurationsOf } from './configurations';
import type { Cast, Drill } from './drill';
import { favour } from './favour';
import { markOf, setMark } from './mark';
import { castOf, isImpending, isWell, preflight, signature } from './preflight';
import type { DrillOptions } from './options';
import type { Recording } from './recording';
import { RATE, Requests, targetOf, TIMEOUT } from './requests';
import type { DrillReport, PreflightCheck, RunConfiguration } from './report';
import { heal, runStep } from './steps';
import { forecastNodes, versionsOf } from './texts';

/** Seconds between two looks inside the nodes. */
const TICK = 0.05;
/** Milliseconds. */
const BASELINE = 2_000;
const BASELINE_TRIES = 5;
/** Nothing has changed for so long: it is steady. */
const STEADY = 2_500;
const READY_LIMIT = 30_000;
/** For a node that is about to take the address back. */
const RETURN_LIMIT = 10_000;
const FAULT_LIMIT = 60_000;
const HEAL_LIMIT = 90_000;
const LOOK = 100;

/** @throws LabError node-failed when the lab is not fit for a drill, cancelled, and what the engine says. */
export async function runDrill(
  connect: () => Promise<Engine>,
  plan: LabPlan,
  drill: Drill,
  options: DrillOptions = {},
): Promise<DrillReport> {
  const course = new Course(connect, await connect(), plan, drill, options);
  try {
    return await course.run();
  } finally {
    await course.end();
  }
}

class Course {
  private readonly reports: (Report & { readonly node: string })[] = [];
  private readonly watch: Watch;
  private readonly time = new Date().toISOString();
  private readonly rate: number;
  private requests: Requests | undefined;
  private changed = Date.now();
  private faulty = false;
  private configurations: readonly RunConfiguration[] = [];

  constructor(
    connect: () => Promise<Engine>,
    private readonly engine: Engine,
    private readonly plan: LabPlan,
    private readonly drill: Drill,
    private readonly options: DrillOptions,
  ) {
    this.rate = options.rate ?? RATE;
    this.watch = watchLab(connect, plan, {
      tick: TICK,
      onReport: (node, report) => this.reports.push({ ...report, node }),
    });
    let last = '';
    this.watch.onChange((state) => {
      const now = signature(state);
      if (now !== last) this.changed = Date.now();
      last = now;
    });
  }

  async run(): Promise<DrillReport> {
    const { plan, drill, engine, options } = this;
    const { signal } = options;
    this.tell(0, 'Looking whether the lab is fit for it');
    const checks = [...(await this.fit()), await favour(engine, plan, signal)];
    const cast = castOf(drill, plan, this.watch.state, options.target);
    const forecast = await this.forecast(cast);
    const versions = await versionsOf(engine, plan, signal);

    await setMark(engine, plan, markOf(drill, cast), signal);
    this.faulty = true;
    for (const step of drill.prepare?.(cast) ?? []) await runStep(engine, plan, step, signal);
    if (drill.prepare) await this.steady(STEADY, 6_000, FAULT_LIMIT);
    const requests = new Requests(engine, plan, this.rate, signal);
    this.requests = requests;
    this.tell(10, 'Measuring how it is without a fault');
    const { begun, baseline } = await this.baseline(requests);

    this.tell(20, `Causing the fault: ${drill.title}`);
    const caused = await this.cause(requests, cast);
    this.tell(25, `${drill.title}: watching until nothing changes any more`);
    const finite = 'measures' in forecast ? Object.values(forecast.measures).slice(0, 3) : [];
    await this.steady(STEADY, 1_500 + Math.max(4_500, ...finite.map((one) => one?.high ?? 0)), FAULT_LIMIT);
    const holders = this.watch.state.vips[0]?.holders ?? [];

    this.tell(60, 'Healing');
    const healed = await this.heal(requests, cast);
    this.tell(70, 'Watching until everything is as before');
    const well = await this.untilWell();
    const ended = await requests.now();
    this.tell(100, 'Done');

    const recording: Recording = {
      drill,
      cast,
      reports: this.reports,
      results: requests.results,
      stalls: requests.stalls,
      begun,
      caused: this.evidence(cast, caused),
      healed,
      ended,
      macs: new Map(this.watch.state.nodes.flatMap(({ mac, name }) => (mac === undefined ? [] : [[mac, name]]))),
      rate: this.rate,
    };
    return conclude({
      plan,
      recording,
      time: this.time,
      holders,
      preflight: [...checks, baseline],
      forecast,
      versions,
      configurations: this.configurations,
      well,
    });
  }

  /** Ends everything; heals what is not healed, also when the drill was cancelled. */
  async end(): Promise<void> {
    try {
      if (this.faulty) await heal(this.engine, this.plan);
    } finally {
      await this.requests?.stop();
      await this.watch.close();
    }
  }

  private tell(percent: number, message: string): void {
    this.options.progress?.({ percent, message });
  }

  /** Waits until the lab is well. @throws LabError node-failed with what is not. */
  private async fit(): Promise<PreflightCheck[]> {
    const { plan, drill, watch } = this;
    const look = () => preflight({ plan, drill, state: watch.state });
    const [limit, patience] = [Date.now() + READY_LIMIT, Date.now() + RETURN_LIMIT];
    const isFit = () => isWell(watch.state) && look().every(({ ok }) => ok);
    // With nopreempt it never does.
    const moves = () => isImpending(watch.state) && Date.now() < patience;
    while ((!isFit() || moves()) && Date.now() < limit) {
      if (watch.state.fault !== undefined || watch.state.phase === 'absent' || watch.state.phase === 'stopped') break;
      await this.pass(LOOK);
    }
    const wrong = look().find(({ ok }) => !ok);
    if (wrong) {
      const action = watch.state.fault ? 'Heal it first.' : 'Start the lab, and wait until nothing is wrong any more.';
      throw new LabError('node-failed', `The lab is not fit for a drill. ${wrong.what}: ${wrong.found}.`, action);
    }
    return look();
  }

  private async forecast(cast: Cast): Promise<Forecast | NoForecast> {
    const { engine, plan, drill, options } = this;
    const nodes = await forecastNodes(engine, plan, options.signal);
    this.configurations = configurationsOf(plan, nodes);
    if (!options.forecast) return { because: 'nobody was asked for one' };
    const { port } = targetOf(plan);
    return options.forecast({
      drill: drill.id,
      target: cast.target,
      holder: cast.holder,
      nodes,
      traffic: { address: cast.virtualAddress, port, rate: this.rate, timeout: TIMEOUT },
    });
  }

  /** A probe that stands still before the fault is given a few more tries. */
  private async baseline(requests: Requests): Promise<{ readonly begun: number; readonly baseline: PreflightCheck }> {
    const what = 'The probe keeps its pace';
    for (let left = BASELINE_TRIES; ; left--) {
      const begun = await requests.now();
      await this.pass(BASELINE);
      const asked = requests.results.filter(({ due }) => due >= begun);
      const stalls = requests.stalls.filter(({ at }) => at >= begun);
      const good = asked.filter(isGood).length;
      if (left > 1 && (stalls.length > 0 || good < asked.length)) continue;
      const found = `${good} of ${asked.length} requests answered${stalls.length > 0 ? ', and it stood still' : ''}`;
      return { begun, baseline: { what, ok: stalls.length === 0 && good === asked.length, found } };
    }
  }

  /** @returns Between which moments the fault began, by the monotonic clock. */
  private async cause(requests: Requests, cast: Cast): Promise<readonly [number, number]> {
    const { engine, plan, drill, options } = this;
    const before = await requests.now();
    const told: (number | undefined)[] = [];
    for (const step of drill.inject(cast)) told.push(await runStep(engine, plan, step, options.signal));
    return told[0] === undefined ? [before, await requests.now()] : [told[0], told[0]];
  }

  /** Where only the engine knows when a node fell silent, the last answer through it says so best. */
  private evidence({ target }: Cast, [before, after]: readonly [number, number]): number {
    const by = this.drill.target === 'server' ? 'server' : 'balancer';
    const last = (this.requests?.results ?? []).filter(
      ({ [by]: answered, status, done }) =>
        answered === target && status !== undefined && done >= before && done <= after,
    );
    return Math.max(before, ...last.map(({ done }) => done));
  }

  /** @returns When it began to be healed, by the monotonic clock: when its first step was done to the node. */
  private async heal(requests: Requests, cast: Cast): Promise<number> {
    const told: (number | undefined)[] = [];
    const before = await requests.now();
    await heal(this.engine, this.plan, this.options.signal, (at) => told.push(at));
    this.faulty = false;
    const starting = this.drill.heal(cast).flatMap((step) => (step.do === 'start' ? [step.node] : []));
    if (starting.length === 0) return told[0] ?? before;
    // Nodes that start: at their first sign of life, at the latest when the engine says that they run.
    const alive = this.reports.filter(({ node, at }) => at > before && starting.includes(node)).map(({ at }) => at);
    return Math.min(await requests.now(), ...alive);
  }

  /** Waits until nothing has changed for `quiet`, at least `least` and at most `limit`. All in milliseconds. */
  private async steady(quiet: number, least: number, limit: number): Promise<void> {
    const begin = Date.now();
    for (;;) {
      await this.pass(LOOK);
      const [now, elapsed] = [Date.now(), Date.now() - begin];
      if (elapsed > limit || (elapsed >= least && now - this.changed >= quiet)) return;
    }
  }

  private async untilWell(): Promise<boolean> {
    const begin = Date.now();
    for (;;) {
      await this.pass(LOOK);
      const quiet = Date.now() - Math.max(this.changed, begin);
      const well = isWell(this.watch.state) && this.watch.state.fault === undefined;
      // A node that is well again may take the address back a little later.
      if (well && quiet >= 5_000) return true;
      if (Date.now() - begin > HEAL_LIMIT) return false;
    }
  }

  /** @throws LabError cancelled; why no requests are sent any more. */
  private async pass(milliseconds: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    if (this.options.signal?.aborted === true) throw cancelled();
    if (this.requests?.failure) throw this.requests.failure;
  }
}
