import { type Drill, fault } from './drill';

export const webSlow: Drill = {
  id: 'web-slow',
  title: 'Web server slow',
  does: 'A web server takes 2.5 s for every answer, health checks too, as when its database is overloaded.',
  target: 'server',
  needs: { server: 2, 'load-balancer': 1, probe: 1 },
  cutsOff: false,
  inject: ({ target }) => [fault(target, 'web', 'slow')],
  heal: ({ target }) => [fault(target, 'web', 'healthy')],
};
