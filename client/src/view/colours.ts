/** The theme's names of our colours. */
import type { Colour } from './row';

export const colours: Readonly<Record<Colour, string>> = {
  good: 'charts.green',
  warn: 'charts.yellow',
  bad: 'charts.red',
  dim: 'disabledForeground',
};
