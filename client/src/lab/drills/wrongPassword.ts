import { type Drill, fault } from './drill';

export const wrongPassword: Drill = {
  id: 'wrong-password',
  title: 'Wrong VRRP password',
  does: 'The backup is restarted with another VRRP password, as after changing it on one node only.',
  target: 'backup',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: false,
  inject: ({ target }) => [fault(target, 'keepalived', 'password')],
  heal: ({ target, holder, virtualAddress }) => [
    fault(target, 'keepalived', 'healthy'),
    fault(holder, 'announce', virtualAddress),
  ],
};
