import { type Drill, fault } from './drill';

export const wrongVrid: Drill = {
  id: 'wrong-vrid',
  title: 'Wrong virtual router id',
  does: 'The backup is restarted with another virtual_router_id, as after a slip of the fingers.',
  target: 'backup',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: false,
  inject: ({ target }) => [fault(target, 'keepalived', 'vrid')],
  heal: ({ target, holder, virtualAddress }) => [
    fault(target, 'keepalived', 'healthy'),
    fault(holder, 'announce', virtualAddress),
  ],
};
