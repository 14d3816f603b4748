/**
 * What the walkthrough teaches, and whether it has been seen: judged by what was measured, whoever caused it and however.
 * One Lessons follows one lab; what was seen stays seen.
 */
import type { DrillId } from '../../../server/src/protocol';
import { loadBalancers, type LabState, type LoadBalancerState } from './state';

/** In the order in which the walkthrough has them. */
export const LESSONS = [
  'started',
  'statistics',
  'traffic',
  'switched',
  'webLeft',
  'webBack',
  'maintained',
  'haproxyLeft',
  'haproxyBack',
  'keepalivedLeft',
  'keepalivedBack',
  'restarted',
  'applied',
  'guessedHaproxy',
  'guessedMachine',
] as const;

export type Lesson = (typeof LESSONS)[number];

/** The drills that the walkthrough lets a person guess. */
const GUESSED: Readonly<Partial<Record<DrillId, Lesson>>> = {
  'haproxy-killed': 'guessedHaproxy',
  'lb-killed': 'guessedMachine',
};

export class Lessons {
  private readonly seen = new Set<Lesson>();
  /** Who held the first virtual address when all was well, of all load balancers the one that is to hold it. */
  private preferred: string | undefined;
  /** Who held it at first, in a pair that does not give it back. */
  private first: string | undefined;
  /** Something went away since all was well with the address at home. */
  private disturbed = false;
  private differed = false;
  /** A server was out of service by somebody's word. */
  private maintained = false;
  /** The address had left a node that did not run. */
  private nodeLeft = false;
  /** The configuration that was named, and what HAProxy did with it, when all was well for the first time. */
  private begun: { readonly named: string; readonly does: string } | undefined;

  get done(): ReadonlySet<Lesson> {
    return this.seen;
  }

  /**
   * Looks at a new state.
   * @param named The HAProxy configurations that compose.yaml names.
   */
  see(state: LabState, named = ''): void {
    const all = loadBalancers(state);
    const balancers = all.filter(({ watch }) => watch === 'live');
    const holder = holderOf(state);
    const answers = state.vips.some(({ seen }) => seen?.answers === true);
    const whole = state.phase === 'running' && balancers.length === all.length && balancers.every(isWhole);
    const calm = holder !== undefined && answers && whole;
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
    if (balancers.some(isMaintained)) this.maintained = true;
    else if (calm && this.maintained) this.seen.add('maintained');
    if (nodeLeft(state, holder, this.home)) this.nodeLeft = true;
    else if (calm && this.nodeLeft && holder === this.home) this.seen.add('restarted');
    if (!whole) this.disturbed = true;
    if (calm) {
      this.first ??= holder;
      // Not whoever is first when a lab starts, nor who takes over before it is known what has failed.
      if ((this.preferred === undefined || !this.disturbed) && isPreferred(balancers, holder)) this.preferred = holder;
      if (holder === this.home) this.disturbed = false;
      this.seeConfiguration(named, JSON.stringify(balancers.map(doings)));
    }
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

  /** @param drill One that was measured after a guess. */
  seeGuess(drill: DrillId): void {
    const lesson = GUESSED[drill];
    if (lesson) this.seen.add(lesson);
  }

  /** Who holds the first virtual address as long as nothing happens. */
  private get home(): string | undefined {
    return this.preferred ?? this.first;
  }

  private seeConfiguration(named: string, does: string): void {
    this.begun ??= { named, does };
    if (named !== this.begun.named && does !== this.begun.does) this.seen.add('switched');
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

/** Nobody's priority is higher, checks that have not recovered yet aside. */
function isPreferred(balancers: readonly LoadBalancerState[], holder: string): boolean {
  const priority = ({ vrrp }: LoadBalancerState) => Math.max(...vrrp.map(({ basePriority }) => basePriority));
  const own = balancers.find(({ name }) => name === holder);
  return own !== undefined && balancers.every((one) => priority(one) <= priority(own));
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

/** Somebody has said on a running HAProxy that a server gets no requests. */
function isMaintained({ backends }: LoadBalancerState): boolean {
  return backends.some(({ servers }) => servers.some(({ admin }) => admin.some(({ by }) => by === 'runtime')));
}

/** Another node holds the address; the one that had it at first is off, or has just come back and says nothing yet. */
function nodeLeft({ nodes }: LabState, holder: string | undefined, home: string | undefined): boolean {
  if (holder === undefined || home === undefined || holder === home) return false;
  return nodes.some(({ name, status, watch }) => name === home && (status !== 'running' || watch !== 'live'));
}

/** Where HAProxy listens, and whom it asks: what another configuration changes, and nothing that comes and goes. */
function doings({ name, frontends, backends, listeners }: LoadBalancerState): unknown {
  return [
    name,
    [...(listeners ?? [])].sort(),
    frontends.map((frontend) => [frontend.name, frontend.mode]),
    backends.map((backend) => [backend.name, backend.mode, backend.servers.map(({ address }) => address)]),
  ];
}
