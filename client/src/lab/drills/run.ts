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
import { configurationsOf } from './configurations';
import type { Cast, Drill } from './drill';
import { agreement, verdict } from './judge';
import { setMark } from './mark';
import { measured } from './measure';
import { castOf, isImpending, isWell, preflight, signature } from './preflight';
import type { DrillOptions } from './options';
import type { Recording } from './recording';
import { RATE, Requests, targetOf, TIMEOUT } from './requests';
import type { DrillReport, PreflightCheck, RunConfiguration } from './report';
import { heal, runStep } from './steps';
import { forecastNodes, versionsOf } from './texts';
import { timeline } from './timeline';

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
    const checks = await this.fit();
    const cast = castOf(drill, plan, this.watch.state, options.target);
    const forecast = await this.forecast(cast);
    const versions = await versionsOf(engine, plan, signal);

    const mark = { id: drill.id, title: drill.title, target: cast.target, since: new Date().toISOString() };
    await setMark(engine, plan, { ...mark, heal: drill.heal(cast) }, signal);
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
    const healed = await requests.now();
    await this.heal();
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
    return this.report(recording, holders, [...checks, baseline], forecast, versions, well);
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
    let told: number | undefined;
    for (const step of drill.inject(cast)) told ??= await runStep(engine, plan, step, options.signal);
    return told === undefined ? [before, await requests.now()] : [told, told];
  }

  /** Where only the engine knows when a node fell silent, the last answer through it says so best. */
  private evidence({ target }: Cast, [before, after]: readonly [number, number]): number {
    const last = (this.requests?.results ?? []).filter(
      ({ balancer, status, done }) => balancer === target && status !== undefined && done >= before && done <= after,
    );
    return Math.max(before, ...last.map(({ done }) => done));
  }

  private async heal(): Promise<void> {
    await heal(this.engine, this.plan, this.options.signal);
    this.faulty = false;
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

  private report(
    recording: Recording,
    holders: readonly string[],
    checks: readonly PreflightCheck[],
    forecast: Forecast | NoForecast,
    versions: DrillReport['versions'],
    well: boolean,
  ): DrillReport {
    const { plan, drill, rate } = this;
    const { cast, begun, caused, healed, stalls, ended } = recording;
    const found = measured(recording, holders);
    const known = 'measures' in forecast ? forecast : undefined;
    const judged = known && agreement(known, found, healed - caused, rate);
    const [stall] = stalls.filter(({ at }) => at >= begun && at <= ended);
    const { scheme, port, path } = targetOf(plan);
    return {
      format: 1,
      drill: { id: drill.id, title: drill.title, does: drill.does },
      lab: {
        project: plan.project,
        template: plan.template ?? null,
        address: cast.virtualAddress,
        target: cast.target,
      },
      time: this.time,
      versions,
      traffic: { url: `${scheme}://${cast.virtualAddress}:${port}${path}`, rate, timeout: TIMEOUT },
      preflight: checks,
      forecast: known ?? null,
      noForecast: 'because' in forecast ? forecast.because : null,
      configurations: this.configurations,
      measured: found,
      agreement: judged ?? [],
      timeline: timeline(recording, well ? 'healed' : 'healed, but not everything is as before'),
      discarded: stall
        ? `The probe itself stood still for ${Math.round(stall.late)} ms, ${((stall.at - caused) / 1000).toFixed(1)} s after the fault was caused: what was measured is not what happened.`
        : null,
      verdict: verdict(drill, cast, found, judged),
      advice: known?.advice ?? null,
    };
  }
}
