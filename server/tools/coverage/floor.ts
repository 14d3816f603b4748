import type { Kind, Row } from './measure';

/** The least share of each group's names, in percent, that must be known, completed and explained. */
export const FLOOR: Readonly<Record<Kind, number>> = { known: 100, completed: 100, hovered: 100 };

/** @returns percent. */
export function shareOf(row: Row, kind: Kind): number {
  return (100 * (row.names.size - row.missing[kind].size)) / row.names.size;
}
