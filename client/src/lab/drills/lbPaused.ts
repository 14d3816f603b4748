import { type Drill, fault } from './drill';

export const lbPaused: Drill = {
  id: 'lb-paused',
  title: 'Load balancer frozen',
  does: 'Every process of the holder stands still while its kernel goes on to answer for the address, as in a virtual machine that hangs.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: true,
  inject: ({ target }) => [{ do: 'pause', node: target }],
  heal: ({ target, virtualAddress }) => [{ do: 'unpause', node: target }, fault(target, 'announce', virtualAddress)],
};
