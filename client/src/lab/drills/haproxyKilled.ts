import { type Drill, fault } from './drill';

export const haproxyKilled: Drill = {
  id: 'haproxy-killed',
  title: 'HAProxy killed',
  does: 'HAProxy on the holder of the address is killed (SIGKILL); keepalived and the machine go on. As after a crash.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: false,
  inject: ({ target }) => [fault(target, 'haproxy', 'kill')],
  heal: ({ target }) => [fault(target, 'haproxy', 'start')],
};
