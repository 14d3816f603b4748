/** A time for people: `610 ms`, `3.6 s`, `5 min`. */
export function duration(seconds: number): string {
  if (seconds === 0) return '0 s';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${round(seconds)} s`;
  return seconds < 7200 ? `${round(seconds / 60)} min` : `${round(seconds / 3600)} h`;
}

/** A time that lies between two: `2.6 to 3.6 s`. */
export function span(least: number, most: number): string {
  const [low, high] = [duration(least), duration(most)];
  if (low === high) return high;
  const unit = ` ${high.split(' ')[1]!}`;
  return `${low.endsWith(unit) ? low.slice(0, -unit.length) : low} to ${high}`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
