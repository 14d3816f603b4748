/** Chance that a seed repeats: the same seed makes the same mutants everywhere. */
export class Random {
  constructor(private state: number) {}

  /** 0 or more, less than 1 (mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  /** A word with one letter left out, doubled, changed, or two swapped. */
  typo(word: string): string {
    const at = 1 + this.below(Math.max(1, word.length - 1));
    const [before, here, after] = [word.slice(0, at), word[at] ?? '', word.slice(at + 1)];
    const forms = [`${before}${after}`, `${before}${here}${here}${after}`, `${before}q${after}`];
    if (after !== '' && after[0] !== here) forms.push(`${before}${after[0]!}${here}${after.slice(1)}`);
    return this.pick(forms.filter((form) => form !== word))!;
  }
}
