/** How drills are told of in menus, above lines and in the tree. Pure. */
import type { Forecast, NoForecast } from '../../../../server/src/protocol';
import type { Drill } from '../../lab/drills/drill';
import { duration, names } from '../../lab/drills/show/numbers';
import type { ActiveFault } from '../../lab/state';

/** `clients wait at most 5.6 s`; empty when nothing can be predicted. */
export function predictionText(forecast: Forecast | NoForecast): string {
  if ('because' in forecast) return '';
  const { clientGap } = forecast.measures;
  if (clientGap === null || clientGap.high === 0) return 'clients notice nothing';
  if (clientGap.high === null) return 'clients wait until it is healed';
  return `clients wait at most ${duration(clientGap.high)}`;
}

/** The prediction in more words, for where there is room. */
export function predictionDetail(forecast: Forecast | NoForecast): string {
  if ('because' in forecast) return `No prediction: ${forecast.because}`;
  return `Predicted: ${predictionText(forecast)}; the address is held by ${names(forecast.holders)}`;
}

const roles: Readonly<Record<string, readonly [string, string]>> = {
  server: ['web server', 'web servers'],
  'load-balancer': ['load balancer', 'load balancers'],
  probe: ['probe', 'probes'],
};

/** `2 web servers, 1 load balancer, 1 probe` */
export function needsText({ needs }: Drill): string {
  return Object.entries(needs)
    .map(([role, count]) => `${count} ${roles[role]?.[count === 1 ? 0 : 1] ?? role}`)
    .join(', ');
}

/** What the person typed as a guess, in milliseconds; undefined when that is no time. */
export function guessOf(text: string): number | undefined {
  const match = /^\s*(\d+(?:[.,]\d+)?)\s*(ms|s|min)?\s*$/.exec(text);
  if (!match) return undefined;
  const unit = { ms: 1, s: 1000, min: 60_000 }[match[2] ?? 's'] ?? 1000;
  return Number(match[1]!.replace(',', '.')) * unit;
}

/** `HAProxy killed on mylb1` */
export function faultText({ title, target }: ActiveFault): string {
  return `${title} on ${target}`;
}
