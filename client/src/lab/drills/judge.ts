/** Predicted against measured: whether they agree, and the sentence that says what happened. Pure. */
import { MEASURES, type Forecast, type Measure } from '../../../../server/src/protocol';
import type { Cast, Drill } from './drill';
import type { Agreement, Measured } from './report';

/** What any measurement adds: an exec to begin with, a request's own time. In milliseconds. */
const NOISE = 300;

/**
 * @param lasted from fault to healing, in milliseconds: what a prediction without end comes to.
 * @param noise what measuring itself may add, in milliseconds.
 */
export function agreement(
  forecast: Forecast,
  found: Measured,
  lasted: number,
  rate: number,
  noise = NOISE,
): Agreement[] {
  const same = [...forecast.holders].sort().join() === [...found.holders].sort().join();
  const judged = MEASURES.map((measure): Agreement => {
    const tolerance = toleranceOf(measure, forecast.tolerance + noise, rate);
    const expected = forecast.measures[measure];
    const value = found.measures[measure];
    if (!expected) return { measure, agrees: value === null || value <= tolerance, tolerance };
    const endless = measure === 'lost' ? (lasted / 1000) * rate : lasted;
    const low = expected.high === null ? undefined : expected.low;
    const high = expected.high ?? endless;
    const enough = low === undefined ? value !== null && value > tolerance : (value ?? 0) >= low - tolerance;
    return { measure, agrees: enough && (value ?? 0) <= high + tolerance, tolerance };
  });
  return [{ measure: 'holders', agrees: same, tolerance: 0 }, ...judged];
}

function toleranceOf(measure: Measure, time: number, rate: number): number {
  return Math.round(measure === 'lost' ? (time / 1000) * rate : time);
}

export function verdict(drill: Drill, cast: Cast, found: Measured, judged: readonly Agreement[] | undefined): string {
  const { holders, measures, requests } = found;
  const lost = measures.lost ?? 0;
  const clients =
    lost === 0 && measures.clientGap === 0
      ? 'clients noticed nothing'
      : measures.clientGap === 0
        ? `clients never waited, but lost ${lost} of ${requests.sent} requests`
        : `clients had no answer for ${seconds(measures.clientGap ?? 0)} and lost ${lost} of ${requests.sent} requests`;
  const where =
    holders.length === 0
      ? `nobody held ${cast.virtualAddress}`
      : `${cast.virtualAddress} was with ${holders.join(' and ')}`;
  return `${drill.title} (${cast.target}): ${clients}; ${where}${compared(judged)}.`;
}

function compared(judged: readonly Agreement[] | undefined): string {
  if (!judged) return '';
  const wrong = judged.filter(({ agrees }) => !agrees).map(({ measure }) => NAMES[measure]);
  return wrong.length === 0 ? ', as predicted' : `; otherwise than predicted: ${wrong.join(', ')}`;
}

const NAMES: Readonly<Record<Agreement['measure'], string>> = {
  holders: 'who holds the address',
  detection: 'detection',
  vipGap: 'time without the address',
  clientGap: 'time without answer',
  lost: 'requests lost',
  recovery: 'recovery',
  failback: 'failback',
};

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
