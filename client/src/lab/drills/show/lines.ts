/** Which lines of a configuration changed. */
import { diffArrays } from 'diff';

export interface LineChange {
  readonly kind: 'removed' | 'added';
  /** From 1: in the first text for what was removed, in the second for what was added. */
  readonly number: number;
  readonly text: string;
}

/** In the order of the texts; what was removed comes before what took its place. */
export function lineChanges(before: readonly string[], after: readonly string[]): LineChange[] {
  const changes: LineChange[] = [];
  let [first, second] = [1, 1];
  for (const { value, added, removed } of diffArrays([...before], [...after])) {
    if (removed || added) {
      const start = removed ? first : second;
      changes.push(
        ...value.map((text, index): LineChange => ({
          kind: removed ? 'removed' : 'added',
          number: start + index,
          text,
        })),
      );
    }
    if (!added) first += value.length;
    if (!removed) second += value.length;
  }
  return changes;
}
