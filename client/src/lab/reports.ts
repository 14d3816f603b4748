/** What comes from inside the nodes: the watchers' JSON lines, one `about` each, put together per node. */
import { parseStats } from './haproxyStats';
import type { LoadBalancerState, ProbeView } from './state';
import { parseDump } from './vrrpDump';

export interface Report {
  readonly about: string;
  /** When it was said: milliseconds of CLOCK_MONOTONIC, which all containers of an engine share. */
  readonly at: number;
  readonly value: unknown;
}

/** @throws SyntaxError when the line is no JSON. */
export function parseReport(line: string): Report {
  return JSON.parse(line) as Report;
}

/** What a node has told so far; `views` of a probe, the rest of a load balancer. */
export type Inside = Pick<
  LoadBalancerState,
  'addresses' | 'listeners' | 'keepalived' | 'vrrp' | 'scripts' | 'haproxy' | 'frontends' | 'backends'
> & {
  readonly views: readonly ProbeView[];
};

export const NOTHING_KNOWN: Inside = {
  addresses: undefined,
  listeners: undefined,
  keepalived: 'unknown',
  vrrp: [],
  scripts: [],
  haproxy: 'unknown',
  frontends: [],
  backends: [],
  views: [],
};

interface RawView {
  address: string;
  neighbour: string | null;
  repliers: string[];
  answers: boolean | null;
  servedBy: string | null;
  failure: string | null;
}

function view(raw: RawView): ProbeView {
  return {
    address: raw.address,
    neighbour: raw.neighbour ?? undefined,
    repliers: raw.repliers,
    answers: raw.answers ?? undefined,
    servedBy: raw.servedBy ?? undefined,
    failure: raw.failure ?? undefined,
  };
}

/** keepalived's words for how a script does; others mean that it has not run often enough. */
const PASSING: Readonly<Record<string, boolean>> = { GOOD: true, BAD: false };

/** The watcher of a lab that was made by an earlier version sends the statistics alone. */
function statistics(value: unknown, before: Inside) {
  const { stat, servers } =
    typeof value === 'string' ? { stat: value, servers: '' } : (value as { stat: string; servers: string });
  return parseStats(stat, { servers, before: before.backends });
}

/** What is known after a report. Reports of unknown kinds change nothing. */
export function withReport(inside: Inside, { about, value }: Report): Inside {
  switch (about) {
    case 'addresses':
      return { ...inside, addresses: value as string[] };
    case 'keepalived':
      return value === null
        ? { ...inside, keepalived: 'down', vrrp: [] }
        : { ...inside, keepalived: 'up', vrrp: parseDump(value) };
    case 'haproxy':
      return value === null
        ? { ...inside, haproxy: 'down', frontends: [], backends: [] }
        : { ...inside, haproxy: 'up', ...statistics(value, inside) };
    case 'scripts':
      return {
        ...inside,
        scripts: Object.entries(value as Record<string, string>).map(([name, word]) => ({
          name,
          passing: PASSING[word],
        })),
      };
    case 'listeners':
      return { ...inside, listeners: value as string[] };
    case 'view': {
      const seen = view(value as RawView);
      return { ...inside, views: [...inside.views.filter(({ address }) => address !== seen.address), seen] };
    }
    default:
      return inside;
  }
}
