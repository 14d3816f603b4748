/** Times and counts as people read them. */
import type { Advice, Expectation, Measure } from '../../../../../server/src/protocol';

/** What each measure is called, and what it says. */
export const MEASURE_NAMES: Readonly<Record<Measure, { readonly name: string; readonly meaning: string }>> = {
  detection: { name: 'Detection', meaning: 'from the fault until the part that has to react knows of it' },
  vipGap: { name: 'Address held by nobody', meaning: 'for how long no node that works holds the virtual address' },
  clientGap: { name: 'Clients without an answer', meaning: 'the longest time until a request is answered again' },
  lost: { name: 'Requests lost', meaning: 'requests without an answer in time, or with an error as answer' },
  recovery: { name: 'Recovery', meaning: 'from the healing until everything is as it was before' },
  failback: { name: 'Failback', meaning: 'from the healing until the node that held the address holds it again' },
};

/** `0 s`, `12 ms`, `1.54 s`, `12.3 s`, `2 min 5 s`. @param ms Milliseconds; may be negative. */
export function duration(ms: number): string {
  const size = Math.abs(ms);
  if (Math.round(size) === 0) return '0 s';
  if (size < 99.5) return `${Math.round(ms)} ms`;
  if (size < 9995) return `${trimmed(ms / 1000, 2)} s`;
  if (size < 119_950) return `${trimmed(ms / 1000, 1)} s`;
  const seconds = Math.round(size / 1000);
  const rest = seconds % 60 === 0 ? '' : ` ${seconds % 60} s`;
  return `${ms < 0 ? '-' : ''}${Math.floor(seconds / 60)} min${rest}`;
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

/** A value of a measure with its unit: `5.15 s`, `257 requests`. */
export function amount(measure: Measure, value: number): string {
  if (measure !== 'lost') return duration(value);
  return `${Math.round(value)} ${Math.round(value) === 1 ? 'request' : 'requests'}`;
}

/** `1 s to 2 s`, `at least 3.6 s, as long as the fault lasts`, `does not happen`. */
export function expected(measure: Measure, expectation: Expectation | null): string {
  if (expectation === null) return 'does not happen';
  const { low, high } = expectation;
  if (high === null) {
    const least = low > 0 ? `at least ${amount(measure, low)}, ` : '';
    return `${least}as long as the fault lasts`;
  }
  const [from, to] = [amount(measure, low), amount(measure, high)];
  if (from === to) return to;
  return measure === 'lost' ? `${Math.round(low)} to ${to}` : `${from} to ${to}`;
}

/** What was measured; `null` is what did not happen while it was watched. */
export function found(measure: Measure, value: number | null): string {
  return value === null ? 'did not happen' : amount(measure, value);
}

/** `+1.2 s`, `-24 requests`, `the same`. */
export function change(measure: Measure, before: number, after: number): string {
  const difference = after - before;
  const text = amount(measure, Math.abs(difference));
  if (Math.round(difference) === 0) return 'the same';
  return `${difference < 0 ? '−' : '+'}${text}`;
}

/** Names in a row: `nobody`, `mylb1`, `mylb1 and mylb2`. */
export function names(list: readonly string[]): string {
  if (list.length === 0) return 'nobody';
  return list.length === 1 ? list[0]! : `${list.slice(0, -1).join(', ')} and ${list.at(-1)!}`;
}

/** `Clients without an answer: at most 2.6 s instead of 5.6 s.` */
export function gain({ measure, before, after }: Advice): string {
  const longest = (value: number | null) => (value === null ? 'as long as the fault lasts' : amount(measure, value));
  return `${MEASURE_NAMES[measure].name}: ${after === null ? '' : 'at most '}${longest(after)} instead of ${longest(before)}.`;
}
