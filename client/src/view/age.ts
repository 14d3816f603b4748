/** How long ago something was, for people. */

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
];

/**
 * `7 s`, `40 s`, `3 min`, `2 h`, `4 d`: the largest unit that there is one of, seconds soon in tens, so that what shows it
 * is not drawn anew all the time. Both are milliseconds since the epoch.
 */
export function ageText(since: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  const unit = units.find(([, size]) => seconds >= size);
  if (unit) return `${Math.floor(seconds / unit[1])} ${unit[0]}`;
  return `${seconds < 10 ? seconds : Math.floor(seconds / 10) * 10} s`;
}
