import { type Drill, fault } from './drill';

export const serverDrain: Drill = {
  id: 'server-drain',
  title: 'Server drained',
  does: 'HAProxy on the holder of the address is told to drain a server: it gets no new clients, checks and sessions go on.',
  target: 'server',
  needs: { server: 2, 'load-balancer': 1, probe: 1 },
  cutsOff: false,
  inject: ({ target, holder, addresses }) => [fault(holder, 'server', addresses[target]!, 'drain')],
  heal: ({ target, holder, addresses }) => [fault(holder, 'server', addresses[target]!, 'ready')],
};
