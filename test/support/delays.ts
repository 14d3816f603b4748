/** A moment at which something was seen to have become so, or to be so no more. */
export interface Flip {
  /** Milliseconds of Unix time. */
  readonly at: number;
  readonly is: boolean;
}

/**
 * How long each change took to be seen, in milliseconds. Changes alternate, the first makes it so. One that was undone
 * before it was seen counts as long as it takes until the next of its kind is seen.
 * @throws Error when one was never seen.
 */
export function delaysOf(changes: readonly number[], flips: readonly Flip[]): number[] {
  return changes.map((at, index) => {
    const seen = flips.find((flip) => flip.is === (index % 2 === 0) && flip.at > (changes[index - 1] ?? 0));
    if (seen === undefined) throw new Error(`of ${changes.length} changes the one at ${index} was never seen`);
    return seen.at - at;
  });
}
