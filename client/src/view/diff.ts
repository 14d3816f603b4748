/** What has changed between two trees, so that only those rows are drawn anew. */
import type { Row } from './row';

function looksSame(before: Row, after: Row): boolean {
  return (
    before.label === after.label &&
    before.description === after.description &&
    before.tooltip === after.tooltip &&
    before.context === after.context &&
    before.icon.name === after.icon.name &&
    before.icon.colour === after.icon.colour &&
    sameIds(before.children, after.children)
  );
}

function sameIds(before: readonly Row[], after: readonly Row[]): boolean {
  return before.length === after.length && before.every(({ id }, index) => id === after[index]?.id);
}

/** Ids of the rows to draw anew, `all` when the roots are not the same. What is below a row is drawn with it. */
export function changedRows(before: readonly Row[], after: readonly Row[]): readonly string[] | 'all' {
  return sameIds(before, after) ? changedAmong(before, after) : 'all';
}

/** Both have the same ids in the same order. */
function changedAmong(before: readonly Row[], after: readonly Row[]): string[] {
  return after.flatMap((row, index) => {
    const old = before[index]!;
    return looksSame(old, row) ? changedAmong(old.children, row.children) : [row.id];
  });
}
