import type { Colour } from './row';

/** What one node says of a line. */
export interface Said {
  readonly node: string;
  readonly text: string;
  readonly colour: Colour;
}
