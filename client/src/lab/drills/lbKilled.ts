import type { Drill } from './drill';

export const lbKilled: Drill = {
  id: 'lb-killed',
  title: 'Load balancer killed',
  does: 'The holder of the address is gone without a word, as when its power fails.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: true,
  inject: ({ target }) => [{ do: 'kill', node: target }],
  heal: ({ target }) => [{ do: 'start', node: target }],
};
