import { type Drill, fault } from './drill';

export const preempt: Drill = {
  id: 'preempt',
  title: 'The former master returns',
  does: 'keepalived has been stopped on the holder and is started again: does it take the address back, and what does that cost?',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: false,
  prepare: ({ target }) => [fault(target, 'keepalived', 'stop')],
  inject: ({ target }) => [fault(target, 'keepalived', 'start')],
  heal: ({ target }) => [fault(target, 'keepalived', 'start')],
};
