import { type Drill, fault } from './drill';

export const web500: Drill = {
  id: 'web-500',
  title: 'Web server answers 500',
  does: 'A web server answers every request with status 500, health checks too, as when its application is broken.',
  target: 'server',
  needs: { server: 2, 'load-balancer': 1, probe: 1 },
  cutsOff: false,
  inject: ({ target }) => [fault(target, 'web', '500')],
  heal: ({ target }) => [fault(target, 'web', 'healthy')],
};
