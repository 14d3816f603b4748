/** Milliseconds of one unit of time. */
const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The longest time HAProxy can count, in milliseconds: about 24.8 days. */
const LONGEST = 2 ** 31 - 1;

/**
 * Milliseconds of a time as HAProxy writes it (manual, chapter 2.5): a number with a unit behind it.
 * @param bare the unit of a number without one.
 */
export function milliseconds(text: string, bare: 'ms' | 's'): number | undefined {
  const found = /^([0-9]+)(us|ms|s|m|h|d)?$/.exec(text);
  return found ? Number(found[1]) * UNITS[found[2] ?? bare]! : undefined;
}

/** Whether only what stands behind a unit is wrong: the program warns of it and reads what is before. */
export function isTimeWithRest(text: string): boolean {
  return /^[0-9]+(us|ms|s|m|h|d)./.test(text);
}

/** @param min @param max limits in milliseconds. */
export function checkTime(text: string, bare: 'ms' | 's', min = 0, max = LONGEST): string | undefined {
  const value = milliseconds(text, bare);
  if (value === undefined)
    return `"${text}" is not a time: write a number and one of us, ms, s, m, h or d, such as "30s".`;
  if (value > LONGEST) return `${text} is too long: the longest time is 24.8 days.`;
  return value < min || value > max ? `${text} is out of range: at least ${min} ms are needed.` : undefined;
}

/** Sizes are numbers with k, m, g or nothing behind them (manual, chapter 2.6). */
export function checkSize(text: string, min = 0): string | undefined {
  const found = /^([0-9]+)[kKmMgG]?$/.exec(text);
  if (!found) return `"${text}" is not a size: write a number with k, m, g or nothing behind it.`;
  return Number(found[1]) < min ? `${text} is too small.` : undefined;
}
