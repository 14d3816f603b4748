import { type Drill, fault, isShared } from './drill';

export const webStop: Drill = {
  id: 'web-stop',
  title: 'Web server stopped',
  does: 'The container of a web server is stopped and its address is gone, as when a machine is shut down. Where it is a load balancer too, its web server alone is stopped.',
  target: 'server',
  needs: { server: 2, 'load-balancer': 1, probe: 1 },
  cutsOff: false,
  inject: (cast) => [isShared(cast) ? fault(cast.target, 'web', 'stop') : { do: 'stop', node: cast.target }],
  heal: (cast) => [isShared(cast) ? fault(cast.target, 'web', 'start') : { do: 'start', node: cast.target }],
};
