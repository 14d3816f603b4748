/** Every drill, in the order of menus. */
import { bothDown } from './bothDown';
import { haproxyKilled } from './haproxyKilled';
import { keepalivedKilled } from './keepalivedKilled';
import { lbKilled } from './lbKilled';
import { lbPaused } from './lbPaused';
import { lbStopped } from './lbStopped';
import { linkDown } from './linkDown';
import { noNetAdmin } from './noNetAdmin';
import { nopreempt } from './nopreempt';
import { partition } from './partition';
import { preempt } from './preempt';
import { serverDrain } from './serverDrain';
import { serverMaintenance } from './serverMaintenance';
import { vrrpOneWay } from './vrrpOneWay';
import { web500 } from './web500';
import { webSlow } from './webSlow';
import { webStop } from './webStop';
import { wrongPassword } from './wrongPassword';
import { wrongVrid } from './wrongVrid';
import type { Drill } from './drill';

export const drills: readonly Drill[] = [
  webStop,
  web500,
  webSlow,
  serverDrain,
  serverMaintenance,
  haproxyKilled,
  keepalivedKilled,
  lbStopped,
  lbKilled,
  lbPaused,
  linkDown,
  partition,
  vrrpOneWay,
  noNetAdmin,
  wrongVrid,
  wrongPassword,
  preempt,
  nopreempt,
  bothDown,
];
