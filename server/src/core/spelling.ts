/**
 * The candidate that a misspelt word most likely means; `undefined` when none is near enough.
 * Distance: optimal string alignment (insert, delete, replace, swap neighbours), at most a third of the word's length.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const found = distance(word, candidate, bestDistance);
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best;
}

/** The last three rows of the table, used again from call to call: a misspelt keyword is held against a thousand others. */
let [older, previous, row]: [number[], number[], number[]] = [[], [], []];

/** Gives up, answering `limit`, as soon as the distance cannot be below it. */
function distance(a: string, b: string, limit: number): number {
  for (let j = 0; j <= b.length; j++) previous[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const sign = a.charCodeAt(i - 1);
    const before = a.charCodeAt(i - 2);
    let least = (row[0] = i);
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1);
      let value = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (sign === other ? 0 : 1));
      if (i > 1 && j > 1 && sign === b.charCodeAt(j - 2) && before === other)
        value = Math.min(value, older[j - 2]! + 1);
      row[j] = value;
      if (value < least) least = value;
    }
    if (least >= limit) return limit;
    [older, previous, row] = [previous, row, older];
  }
  return previous[b.length]!;
}
