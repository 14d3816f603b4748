/** The row of a fault that a drill has caused. Pure. */
import type { ActiveFault } from '../lab/state';
import { faultText } from './drills/words';
import { facts, type Row, words } from './row';

/** @param busy Whether somebody in this window is at work with the lab: most likely the drill itself. */
export function faultRow(file: string, fault: ActiveFault, busy: boolean): Row {
  const since = new Date(fault.since).toLocaleTimeString('en-GB');
  return {
    id: `${file}#fault`,
    label: `Fault: ${fault.title}`,
    description: words(`on ${fault.target}`, `since ${since}`, busy ? undefined : 'heal it when you are done'),
    icon: { name: 'flame', colour: busy ? 'warn' : 'bad' },
    tooltip: [
      facts(faultText(fault), { Since: since }),
      '',
      'A drill has caused this fault. Heal takes it back\\.',
    ].join('\n'),
    context: 'fault',
    target: { file },
    children: [],
    branch: false,
  };
}
