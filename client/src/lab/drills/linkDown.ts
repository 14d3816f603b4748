import { type Drill, fault } from './drill';

export const linkDown: Drill = {
  id: 'link-down',
  title: 'Link down',
  does: 'The network interface of the holder goes down, as when its cable is pulled.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: true,
  inject: ({ target }) => [fault(target, 'link', 'down')],
  heal: ({ target }) => [fault(target, 'link', 'up')],
};
