import { type Drill, fault } from './drill';

export const partition: Drill = {
  id: 'partition',
  title: 'Network partition',
  does: 'Nothing comes in or goes out of the holder of the address any more, and its link stays up, as when a switch between the nodes fails.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: true,
  inject: ({ target }) => [fault(target, 'partition', 'on')],
  // Whoever heard the other one's gratuitous ARP would go on to send there.
  heal: ({ target, virtualAddress }) => [fault(target, 'partition', 'off'), fault(target, 'announce', virtualAddress)],
};
