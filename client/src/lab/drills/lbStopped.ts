import type { Drill } from './drill';

export const lbStopped: Drill = {
  id: 'lb-stopped',
  title: 'Load balancer stopped',
  does: 'The holder of the address is shut down in order: keepalived says that it leaves.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: true,
  inject: ({ target }) => [{ do: 'stop', node: target }],
  heal: ({ target }) => [{ do: 'start', node: target }],
};
