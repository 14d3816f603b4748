/** HAProxy's status words, with what they mean at a glance. */
import type { ParsedStatus } from '../lab/state';
import type { Colour, RowIcon } from './row';

/** `DOWN 1/2 (coming up)`, `MAINT (resolution)` */
export function statusText({ status, progress, reason }: ParsedStatus): string {
  const way = status === 'UP' ? 'going down' : 'coming up';
  const said = progress ? `${status} ${progress.done}/${progress.of} (${way})` : status;
  return reason === undefined ? said : `${said} (${reason})`;
}

const statusColours: Partial<Record<ParsedStatus['status'], Colour>> = {
  UP: 'good',
  OPEN: 'good',
  DOWN: 'bad',
  STOP: 'bad',
  NOLB: 'warn',
  DRAIN: 'warn',
  MAINT: 'warn',
};

export function statusColour(state: ParsedStatus): Colour {
  return state.progress ? 'warn' : (statusColours[state.status] ?? 'dim');
}

export function statusIcon(state: ParsedStatus): RowIcon {
  const colour = statusColour(state);
  if (state.progress) return { name: state.status === 'UP' ? 'arrow-down' : 'arrow-up', colour: 'warn' };
  const names: Record<Colour, string> = { good: 'pass', bad: 'error', warn: 'circle-slash', dim: 'circle-outline' };
  return { name: names[colour], colour };
}
