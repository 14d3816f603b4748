/** A request loop that can be paused, sent elsewhere and made faster or slower while its results are counted on. */
import type { Engine } from './dockerApi';
import { mapError } from './errorMap';
import type { LabPlan } from './plan';
import { startTraffic, type Traffic } from './traffic';
import { TrafficWindow } from './trafficWindow';

export interface TrafficTarget {
  /** The same for the same target. */
  readonly id: string;
  /** `Virtual IP 10.77.0.100, http` */
  readonly label: string;
  readonly scheme: 'http' | 'https';
  readonly address: string;
  readonly port: number;
  readonly path: string;
  /** Requests a second. */
  readonly mostRate: number;
}

export type TrafficStatus = 'running' | 'paused' | 'stopped';

/** It ends by itself after so many seconds, so that a forgotten one does not go on for ever. */
const LONGEST = 3600;
const MOST_RATE = { http: 200, https: 20 } as const;

/** What can be asked: each virtual address as its pages say, and each load balancer the same way. */
export function targetsOf(plan: LabPlan): TrafficTarget[] {
  const balancers = plan.nodes.filter(({ role }) => role === 'load-balancer');
  return plan.vips.flatMap((vip) => {
    const ways = waysTo(plan, vip.pages);
    const vips = ways.map((way) => target(`Virtual IP ${vip.address}`, vip.address, way));
    return [...vips, ...balancers.flatMap((node) => ways.map((way) => target(node.name, node.address, way)))];
  });
}

interface Way {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  readonly path: string;
}

/** The first page of a virtual address is what clients want of it; its TLS counterpart has the same path. */
function waysTo(plan: LabPlan, pages: LabPlan['vips'][number]['pages']): Way[] {
  const ports = plan.nodes.flatMap((node) => node.ports);
  const ways = pages.flatMap(({ url }): Way[] => {
    const { protocol, port, pathname } = new URL(url);
    const inside = ports.find(({ host }) => String(host) === port)?.container;
    return inside === undefined
      ? []
      : [{ scheme: protocol === 'https:' ? 'https' : 'http', port: inside, path: pathname }];
  });
  const [first] = ways;
  return ways.filter((way, index) => index === 0 || (way.path === first?.path && way.scheme !== first.scheme));
}

function target(name: string, address: string, { scheme, port, path }: Way): TrafficTarget {
  return {
    id: `${scheme}://${address}:${port}${path}`,
    label: `${name}, ${scheme}`,
    scheme,
    address,
    port,
    path,
    mostRate: MOST_RATE[scheme],
  };
}

export class TrafficSession {
  readonly window = new TrafficWindow();
  status: TrafficStatus = 'stopped';
  /** Why it stopped by itself; empty when it did not. */
  note = '';
  private traffic: Traffic | undefined;
  /** Counts the loops, so that one that ends late does not speak for the next. */
  private turn = 0;

  constructor(
    private readonly connect: () => Promise<Engine>,
    private readonly plan: LabPlan,
    public target: TrafficTarget,
    /** Requests a second. */
    public rate: number,
  ) {}

  /** Begins, or begins anew with the target and rate as they are now. Never throws: `note` says what is wrong. */
  async start(): Promise<void> {
    const turn = ++this.turn;
    await this.traffic?.stop();
    this.note = '';
    this.status = 'running';
    const { scheme, address, port, path } = this.target;
    const rate = Math.min(Math.max(Math.round(this.rate), 1), this.target.mostRate);
    try {
      const engine = await this.connect();
      // Somebody has paused it, or begun another one, meanwhile.
      if (turn !== this.turn) return;
      const traffic = startTraffic(engine, this.plan, { scheme, address, port, path, rate, seconds: LONGEST });
      this.traffic = traffic;
      for await (const event of traffic) {
        if (event.kind === 'result') this.window.add(event);
        else this.window.addStall(event.at);
      }
      if (turn === this.turn) this.end('It ends by itself after an hour.');
    } catch (error) {
      const { message, action } = mapError(error, 'Sending requests');
      if (turn === this.turn) this.end(`${message} ${action}`.trim());
    }
  }

  /** Nothing is sent any more; what was counted stays. */
  async halt(status: 'paused' | 'stopped', note = ''): Promise<void> {
    this.turn++;
    this.status = status;
    this.note = note;
    await this.traffic?.stop();
    this.traffic = undefined;
  }

  private end(note: string): void {
    this.status = 'stopped';
    this.note = note;
    this.traffic = undefined;
  }
}
