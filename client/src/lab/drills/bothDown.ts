import type { Drill } from './drill';

export const bothDown: Drill = {
  id: 'both-lbs-down',
  title: 'All load balancers down',
  does: 'Every load balancer is killed.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: true,
  // The holder last: nobody takes over in between, however long the engine takes.
  inject: ({ target, others }) => [...others, target].map((node) => ({ do: 'kill', node }) as const),
  heal: ({ target, others }) => [target, ...others].map((node) => ({ do: 'start', node }) as const),
};
