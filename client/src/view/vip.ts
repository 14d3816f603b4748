/** The row of a virtual address: who holds it, what clients see, and what to do when that is not well. */
import type { VipPlan } from '../lab/plan';
import type { ProbeView, VipState, VipVerdict } from '../lab/state';
import { verdictText } from '../lab/verdict';
import { adviceFor } from './advice';
import type { Colour, Row, Target } from './row';
import { facts, plain, words } from './row';

const looks: Readonly<Record<VipVerdict['kind'], { readonly name: string; readonly colour: Colour }>> = {
  held: { name: 'location', colour: 'good' },
  stale: { name: 'warning', colour: 'warn' },
  orphan: { name: 'warning', colour: 'warn' },
  frozen: { name: 'error', colour: 'bad' },
  phantom: { name: 'error', colour: 'bad' },
  split: { name: 'error', colour: 'bad' },
  nobody: { name: 'error', colour: 'bad' },
  unknown: { name: 'question', colour: 'dim' },
};

export function verdictColour({ kind }: VipVerdict): Colour {
  return looks[kind].colour;
}

/** What a client gets when it asks the address. */
export function answerText(seen: ProbeView | undefined): string {
  if (seen?.answers === undefined) return 'not asked yet';
  if (!seen.answers) return words('no answer', seen.failure);
  return seen.servedBy === undefined ? 'answers' : `answers through ${seen.servedBy}`;
}

/** @param settled Whether the lab is left to itself; while it is being started or stopped there is nothing to advise. */
export function vipRow(file: string, vip: VipState, plan: VipPlan | undefined, settled: boolean): Row {
  const id = `${file}#vip:${vip.address}`;
  const advice = settled ? adviceFor(vip.verdict) : undefined;
  const look = settled || vip.verdict.kind === 'held' ? looks[vip.verdict.kind] : looks.unknown;
  const pages = plan?.pages ?? [];
  const target: Target = { file, pages };
  const child = (name: string, label: string, description: string, icon: Row['icon']): Row => ({
    id: `${id}/${name}`,
    label,
    description,
    icon,
    tooltip: plain(words(label, description)),
    context: 'note',
    target,
    children: [],
    branch: false,
  });
  const asked = vip.seen?.answers !== undefined;
  return {
    id,
    label: `VIP ${vip.address}`,
    description: verdictText(vip.verdict),
    icon: look,
    tooltip: [
      facts(`Virtual IP ${vip.address}`, {
        Verdict: verdictText(vip.verdict),
        'Held in the kernel of': vip.holders.join(', ') || 'nobody',
        'keepalived says MASTER on': vip.masters.join(', ') || 'no node',
        'Clients send to': vip.seen?.neighbour,
        'A request': answerText(vip.seen),
      }),
      ...(advice ? ['', plain(advice.meaning), '', plain(advice.remedy)] : []),
    ].join('\n'),
    context: pages.length > 0 ? 'vip page' : 'vip',
    target,
    children: [
      ...(advice
        ? [
            child('meaning', advice.name, advice.meaning, { name: 'info', colour: look.colour }),
            child('remedy', 'What to do', advice.remedy, { name: 'lightbulb' }),
          ]
        : []),
      ...(asked
        ? [
            child('client', 'Client', answerText(vip.seen), {
              name: 'person',
              colour: vip.seen.answers ? 'good' : 'bad',
            }),
          ]
        : []),
    ],
    branch: true,
  };
}
