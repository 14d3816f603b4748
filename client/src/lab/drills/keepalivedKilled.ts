import { type Drill, fault } from './drill';

export const keepalivedKilled: Drill = {
  id: 'keepalived-killed',
  title: 'keepalived killed',
  does: 'keepalived on the holder of the address is killed (SIGKILL): it can neither say that it leaves nor remove the address.',
  target: 'holder',
  needs: { 'load-balancer': 2, probe: 1 },
  cutsOff: false,
  inject: ({ target }) => [fault(target, 'keepalived', 'kill')],
  heal: ({ target, virtualAddress }) => [
    fault(target, 'keepalived', 'start'),
    fault(target, 'announce', virtualAddress),
  ],
};
