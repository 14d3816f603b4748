import { type Drill, fault } from './drill';

export const partition: Drill = {
  id: 'partition',
  title: 'Network partition',
  does: 'Nothing comes in or goes out of the holder of the address any more, and its link stays up, as when a switch between the nodes fails.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: true,
  inject: ({ target }) => [fault(target, 'partition', 'on')],
  heal: ({ target }) => [fault(target, 'partition', 'off')],
};
