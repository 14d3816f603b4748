import { type Drill, fault } from './drill';

export const serverMaintenance: Drill = {
  id: 'server-maintenance',
  title: 'Server in maintenance',
  does: 'HAProxy on the holder of the address is told to put a server into maintenance: no clients, no checks.',
  target: 'server',
  needs: { server: 2, 'load-balancer': 1, probe: 1 },
  cutsOff: false,
  inject: ({ target, holder, addresses }) => [fault(holder, 'server', addresses[target]!, 'maint')],
  heal: ({ target, holder, addresses }) => [fault(holder, 'server', addresses[target]!, 'ready')],
};
