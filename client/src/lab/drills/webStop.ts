import type { Drill } from './drill';

export const webStop: Drill = {
  id: 'web-stop',
  title: 'Web server stopped',
  does: 'The container of a web server is stopped and its address is gone, as when a machine is shut down.',
  target: 'server',
  needs: { web: 2, 'load-balancer': 1, probe: 1 },
  cutsOff: true,
  inject: ({ target }) => [{ do: 'stop', node: target }],
  heal: ({ target }) => [{ do: 'start', node: target }],
};
