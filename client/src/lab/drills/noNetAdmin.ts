import { type Drill, fault } from './drill';

export const noNetAdmin: Drill = {
  id: 'no-net-admin',
  title: 'NET_ADMIN missing',
  does: 'keepalived on the holder of the address runs without the capability NET_ADMIN: it becomes MASTER and cannot set the address.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: false,
  inject: ({ target }) => [fault(target, 'keepalived', 'no-net-admin')],
  heal: ({ target }) => [fault(target, 'keepalived', 'healthy')],
};
