/**
 * What the walkthrough teaches, and whether it has been seen: judged by what was measured, whoever caused it and however.
 * One Lessons follows one lab; what was seen stays seen.
 */
import { loadBalancers, type LabState, type LoadBalancerState } from './state';

/** In the order in which the walkthrough has them. */
export const LESSONS = [
  'started',
  'statistics',
  'traffic',
  'webLeft',
  'webBack',
  'haproxyLeft',
  'haproxyBack',
  'keepalivedLeft',
  'keepalivedBack',
  'applied',
] as const;

export type Lesson = (typeof LESSONS)[number];

export class Lessons {
  private readonly seen = new Set<Lesson>();
  /** Who held the first virtual address when all was well last. */
  private home: string | undefined;
  private differed = false;

  get done(): ReadonlySet<Lesson> {
    return this.seen;
  }

  /** Looks at a new state. */
  see(state: LabState): void {
    const balancers = loadBalancers(state).filter(({ watch }) => watch === 'live');
    const holder = holderOf(state);
    const answers = state.vips.some(({ seen }) => seen?.answers === true);
    const calm = holder !== undefined && answers && state.phase === 'running' && balancers.every(isWhole);
    if (calm) this.seen.add('started');
    if (balancers.some(hasShownStatistics)) this.seen.add('statistics');
    if (answers && leftByServer(balancers)) this.seen.add('webLeft');
    if (calm && this.seen.has('webLeft')) this.seen.add('webBack');
    this.seeMove('haproxyLeft', 'haproxyBack', this.moved(balancers, holder, 'haproxy'), calm && holder === this.home);
    this.seeMove(
      'keepalivedLeft',
      'keepalivedBack',
      this.moved(balancers, holder, 'keepalived'),
      calm && holder === this.home,
    );
    if (calm) this.home ??= holder;
  }

  /** @param servers That have answered requests of a loop lately. */
  seeTraffic(servers: readonly string[]): void {
    if (servers.length > 1) this.seen.add('traffic');
  }

  /** @param nodes How many run other files than the lab's folder holds. */
  seeDiffering(nodes: number): void {
    if (nodes === 0 && this.differed) this.seen.add('applied');
    this.differed = nodes > 0;
  }

  private seeMove(left: Lesson, back: Lesson, moved: boolean, returned: boolean): void {
    if (moved) this.seen.add(left);
    if (returned && this.seen.has(left)) this.seen.add(back);
  }

  /** The address is elsewhere, and what had to run where it was does not run there. */
  private moved(
    balancers: readonly LoadBalancerState[],
    holder: string | undefined,
    program: 'haproxy' | 'keepalived',
  ): boolean {
    const home = balancers.find(({ name }) => name === this.home);
    return holder !== undefined && home !== undefined && holder !== home.name && home[program] === 'down';
  }
}

function holderOf({ vips }: LabState): string | undefined {
  const verdict = vips[0]?.verdict;
  return verdict?.kind === 'held' ? verdict.holder : undefined;
}

/** Both programs run, and every server answers. */
function isWhole({ haproxy, keepalived, backends }: LoadBalancerState): boolean {
  const servers = backends.flatMap((backend) => backend.servers);
  return haproxy === 'up' && keepalived === 'up' && servers.every(({ status }) => status !== 'DOWN');
}

/** The page has a frontend of its own, which nobody but its readers asks. */
function hasShownStatistics({ frontends }: LoadBalancerState): boolean {
  return frontends.some(({ name, sessions }) => /stat/i.test(name) && sessions.total > 0);
}

/** Whoever runs says that the same server is DOWN while another one of its backend answers. */
function leftByServer(balancers: readonly LoadBalancerState[]): boolean {
  const alive = balancers.filter(({ haproxy }) => haproxy === 'up');
  const lost = ({ backends }: LoadBalancerState) =>
    backends.some(
      ({ servers }) => servers.some(({ status }) => status === 'DOWN') && servers.some(({ status }) => status === 'UP'),
    );
  return alive.length > 0 && alive.every(lost);
}
