import type { Finding, SectionRule } from '../../../core/language';
import { headRange, settings } from '../blocks';
import { type Instance, instancesOf } from '../instances';
import { instance } from './texts';

/** Settings of an instance of which keepalived drops one. */
export const stateConflict: SectionRule = {
  id: 'state-conflict',
  severity: 'error',
  title: 'Settings of an instance that exclude each other',
  docs: '`nopreempt` and `preempt_delay` hold back an instance that would take the address over; on one that calls itself MASTER keepalived clears them. `preempt_delay` is meaningless with `nopreempt`. Let every node begin with `state BACKUP`: the priorities decide anyway.',
  bad: instance('    state MASTER\n    nopreempt'),
  good: instance('    state BACKUP\n    nopreempt'),
  check(section, _context, report) {
    for (const one of instancesOf(section)) if (!one.conditional) checkInstance(one, report);
  },
};

function checkInstance(one: Instance, report: (finding: Finding) => void): void {
  const { block } = one;
  const conflict = (keyword: string, message: string, others: readonly string[]): void => {
    const at = settings(block, keyword).at(-1);
    if (!at) return;
    const other = others.map((name) => settings(block, name).at(-1)).find((node) => node !== undefined);
    report({
      range: headRange(at),
      message,
      ...(other && { related: [{ range: headRange(other), message: 'It conflicts with this' }] }),
    });
  };
  const states = settings(block, 'state');
  const master = states.findIndex((node) => node.words[1]?.text === 'MASTER');
  if (master >= 0 && states.slice(master + 1).some((node) => node.words[1]?.text === 'BACKUP')) {
    conflict('state', 'The instance is MASTER already: keepalived ignores "state BACKUP". Remove one of them.', []);
  }
  const preempts = settings(block, 'preempt').length > 0;
  const held = settings(block, 'nopreempt').length > 0 && !preempts;
  if (one.state === 'MASTER') {
    if (held)
      conflict(
        'nopreempt',
        '"nopreempt" does not work with "state MASTER", keepalived clears it: write "state BACKUP".',
        ['state'],
      );
    conflict(
      'preempt_delay',
      '"preempt_delay" does not work with "state MASTER", keepalived clears it: write "state BACKUP".',
      ['state'],
    );
  } else if (held && one.priority === 255) {
    conflict('nopreempt', '"nopreempt" does not work with priority 255, keepalived clears it: give a lower priority.', [
      'priority',
    ]);
  } else if (held) {
    conflict('preempt_delay', '"preempt_delay" has no effect with "nopreempt": remove one of them.', ['nopreempt']);
  }
}
