import { type Drill, fault } from './drill';

export const nopreempt: Drill = {
  id: 'nopreempt',
  title: 'The former master returns, with nopreempt',
  does: 'The same with nopreempt on the node that returns: the address stays where it is.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: false,
  prepare: ({ target }) => [fault(target, 'keepalived', 'nopreempt'), fault(target, 'keepalived', 'stop')],
  inject: ({ target }) => [fault(target, 'keepalived', 'start')],
  heal: ({ target }) => [fault(target, 'keepalived', 'healthy')],
};
