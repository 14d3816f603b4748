import { type Drill, fault } from './drill';

export const vrrpOneWay: Drill = {
  id: 'vrrp-one-way',
  title: 'VRRP blocked one way',
  does: 'The holder of the address goes on, but its VRRP advertisements do not go out, as with a packet filter that forgets protocol 112.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: false,
  inject: ({ target }) => [fault(target, 'vrrp-out', 'on')],
  heal: ({ target, virtualAddress }) => [fault(target, 'vrrp-out', 'off'), fault(target, 'announce', virtualAddress)],
};
