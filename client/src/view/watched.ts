/** The rows of what is watched beside the labs. Pure. */
import { canChange, targetLabel, type Target as WatchTarget } from '../lab/targets/target';
import type { TargetState } from '../lab/targets/watchTarget';
import type { Row, RowIcon, Target } from './row';
import { facts, plain, words } from './row';
import { haproxyRow, keepalivedRow, vrrpText } from './service';

export interface TargetView {
  readonly target: WatchTarget;
  readonly state: TargetState;
}

const ROOT = 'watched';

const kinds: Readonly<Record<WatchTarget['address']['kind'], { readonly name: string; readonly icon: string }>> = {
  container: { name: 'container', icon: 'package' },
  socket: { name: 'runtime socket over TCP', icon: 'plug' },
  statistics: { name: 'statistics page', icon: 'graph' },
};

/** One row for all of it; none when nothing is watched. */
export function watchedRows(all: readonly TargetView[], now = Date.now()): Row[] {
  if (all.length === 0) return [];
  return [
    {
      id: ROOT,
      label: 'Watched',
      description: '',
      icon: { name: 'eye' },
      tooltip: plain('HAProxy and keepalived outside the labs, as they are.'),
      context: 'watched',
      target: { file: '' },
      children: all.map((one) => targetRow(one, now)),
      branch: true,
    },
  ];
}

function note(id: string, label: string, description: string, icon: RowIcon, target: Target): Row {
  const tooltip = plain(words(label, description));
  return { id, label, description, icon, tooltip, context: 'note', target, children: [], branch: false };
}

function summary({ trouble, live, inside }: TargetState): string {
  if (trouble) return trouble.message;
  if (!live) return 'asking';
  return words(
    inside.keepalived === 'up' ? vrrpText(inside.vrrp) || 'keepalived up' : undefined,
    inside.haproxy === 'unknown' ? undefined : `HAProxy ${inside.haproxy}`,
  );
}

function iconOf({ target, state }: TargetView): RowIcon {
  if (state.trouble) return { name: 'error', colour: 'bad' };
  if (!state.live) return { name: 'loading~spin' };
  const down = state.inside.haproxy === 'down' && state.inside.keepalived !== 'up';
  const { icon } = kinds[target.address.kind];
  return { name: icon, colour: down ? 'bad' : state.missing.length > 0 ? 'warn' : 'good' };
}

function targetRow(view: TargetView, now: number): Row {
  const { target, state } = view;
  const { inside, trouble, missing } = state;
  const id = `${ROOT}#${target.id}`;
  const name = targetLabel(target);
  const may = canChange(target) && target.changes;
  const own: Target = { file: '', watched: target.id, readonly: !may };
  const seen = { ...inside, name };
  const both = [
    // A statistics page and a runtime socket tell nothing of keepalived; a container tells that there is none.
    ...(inside.keepalived === 'up' ? [keepalivedRow(id, seen, own, now)] : []),
    ...(inside.haproxy === 'unknown' ? [] : [haproxyRow(id, seen, own, now)]),
  ].map((row) => ({ ...row, context: `watched-${row.context}` }));
  const notes = missing.map((text, index) =>
    note(`${id}/missing${index}`, 'Not seen', text, { name: 'info', colour: 'warn' }, own),
  );
  const why = trouble && trouble.action !== '' ? trouble.action : undefined;
  return {
    id,
    label: name,
    description: summary(state),
    icon: iconOf(view),
    tooltip: [
      facts(name, {
        Kind: kinds[target.address.kind].name,
        State: words(summary(state), why),
        Changes: canChange(target)
          ? target.changes
            ? 'allowed'
            : 'not allowed: only looked at'
          : 'not possible through a statistics page',
      }),
    ].join('\n'),
    context: words(
      'target',
      target.address.kind,
      canChange(target) ? (target.changes ? 'changes' : 'looking') : 'looking-only',
      trouble?.code === 'certificate' ? 'untrusted' : undefined,
    ).replaceAll(' · ', ' '),
    target: own,
    children: [
      // A row that has no children for a while would stay folded up afterwards.
      ...(trouble || state.live ? [] : [note(`${id}/asking`, 'Asking', '', { name: 'loading~spin' }, own)]),
      ...(why === undefined ? [] : [note(`${id}/why`, 'What to do', why, { name: 'lightbulb' }, own)]),
      ...notes,
      ...both,
    ],
    branch: true,
  };
}
