/** The report of a drill, from all that was seen. Pure. */
import type { Forecast, NoForecast } from '../../../../server/src/protocol';
import type { LabPlan } from '../plan';
import { agreement, verdict } from './judge';
import { measured } from './measure';
import type { Recording } from './recording';
import type { DrillReport, PreflightCheck, RunConfiguration } from './report';
import { targetOf, TIMEOUT } from './requests';
import { timeline } from './timeline';

export interface Observed {
  readonly plan: LabPlan;
  readonly recording: Recording;
  /** When it began: ISO 8601, UTC. */
  readonly time: string;
  /** Who held the address when the faulty state was steady. */
  readonly holders: readonly string[];
  readonly preflight: readonly PreflightCheck[];
  readonly forecast: Forecast | NoForecast;
  readonly versions: DrillReport['versions'];
  readonly configurations: readonly RunConfiguration[];
  /** Whether everything is as before after the healing. */
  readonly well: boolean;
}

export function conclude(observed: Observed): DrillReport {
  const { plan, recording, time, holders, preflight, forecast, versions, configurations, well } = observed;
  const { drill, cast, begun, caused, healed, stalls, ended, rate } = recording;
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
    time,
    versions,
    traffic: { url: `${scheme}://${cast.virtualAddress}:${port}${path}`, rate, timeout: TIMEOUT },
    preflight,
    forecast: known ?? null,
    noForecast: 'because' in forecast ? forecast.because : null,
    configurations,
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
