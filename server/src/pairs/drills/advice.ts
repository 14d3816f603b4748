import type { Advice, Expectation, Forecast, Measure, SourceLine } from '../../protocol';
import { milliseconds } from './balancing';

/** One line, replaced. */
export interface Change {
  readonly line: SourceLine;
  readonly replacement: string;
  /** Every node has to have the same: so in all lines that say the same. */
  readonly everywhere: boolean;
}

type Predicted = Omit<Forecast, 'advice'>;

/** Less than this share of the longest case is no gain worth a change. */
const WORTH = 0.8;

/** The change of one line that shortens what clients notice most, held against a forecast with that line changed. */
export function adviceFor(
  now: Predicted,
  predict: (change: Change) => Predicted | { readonly because: string },
): Advice | null {
  const measure = now.measures.clientGap?.high === 0 ? 'lost' : 'clientGap';
  const before = now.measures[measure];
  if (!before || before.high === 0) return null;
  const found = candidates(now, before).flatMap((change) => {
    const then = predict(change);
    const after = 'because' in then ? undefined : then.measures[measure];
    if (!after || after.high === null || after.high > (before.high ?? Infinity) * WORTH) return [];
    return [{ change, after: after.high }];
  });
  const [best] = found.sort((a, b) => a.after - b.after);
  if (!best) return null;
  const { line, replacement, everywhere } = best.change;
  const where = everywhere ? ' on all nodes' : '';
  const text = `With \`${replacement}\` instead of \`${line.text}\`${where}, ${told(measure, best.after)} instead of ${told(measure, before.high, true)}.`;
  return { line, replacement, measure, before: before.high, after: best.after, text };
}

function told(measure: Measure, value: number | null, bare = false): string {
  if (value === null) return 'for as long as the fault lasts';
  if (measure === 'lost') return `${bare ? '' : 'at most '}${value}${bare ? '' : ' requests are lost'}`;
  return `${bare ? '' : 'clients wait at most '}${Math.round(value / 100) / 10} s`;
}

/** Changes that could help, of the lines that decide. */
function candidates({ measures, holdersLine }: Predicted, before: Expectation): Change[] {
  const lines = [holdersLine, before.line, measures.detection?.line ?? null];
  const distinct = new Map(lines.flatMap((line) => (line ? [[`${line.uri} ${line.line}`, line] as const] : [])));
  return [...distinct.values()].flatMap((line) =>
    replacements(line.text).map((replacement) => ({
      line,
      replacement,
      everywhere: !/\binter\b/.test(line.text),
    })),
  );
}

function replacements(text: string): string[] {
  const weight = /^weight\s+(-?\d+)$/.exec(text);
  // No weight: a failure means FAULT, and the node gives the address up at once. The others lower the priority far enough.
  if (weight) return ['weight 0', ...[-10, -20, -50, -100].map((value) => `weight ${value}`)];
  const advert = /^advert_int\s+([\d.]+)$/.exec(text);
  if (advert) return [1, 0.1].filter((value) => value < Number(advert[1])).map((value) => `advert_int ${value}`);
  const interval = /^interval\s+(\d+)$/.exec(text);
  if (interval && Number(interval[1]) > 1) return ['interval 1'];
  const inter = /\binter\s+(\S+)/.exec(text);
  if (inter && milliseconds(inter[1]!) > 500) return [text.replace(inter[0], 'inter 500ms')];
  return [];
}
