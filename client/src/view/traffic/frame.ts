/** What the traffic panel shows, and what it asks for. Both sides share these types and nothing else. */

export interface TrafficFrame {
  readonly kind: 'frame';
  readonly status: 'running' | 'paused' | 'stopped';
  /** Why it stopped by itself; may be empty. */
  readonly note: string;
  readonly rate: number;
  readonly mostRate: number;
  readonly targets: readonly { readonly id: string; readonly label: string }[];
  /** Id of the target that is asked. */
  readonly target: string;
  readonly by: 'server' | 'balancer';
  /** Who has answered, in the order of the parts of the bars. */
  readonly names: readonly string[];
  /** One for each second, the oldest first. */
  readonly bars: readonly {
    /** Good answers of each name. */
    readonly parts: readonly number[];
    readonly errors: number;
    readonly stalled: boolean;
    /** Milliseconds; undefined where nothing was answered. */
    readonly p95: number | undefined;
  }[];
  /** Failures and how often, the most frequent first. */
  readonly errors: readonly (readonly [what: string, count: number])[];
  /** Milliseconds. */
  readonly latency: {
    readonly p50: number | undefined;
    readonly p95: number | undefined;
    readonly max: number | undefined;
  };
}

export type TrafficWish =
  | { readonly kind: 'ready' }
  | { readonly kind: 'run' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'rate'; readonly rate: number }
  | { readonly kind: 'target'; readonly id: string }
  | { readonly kind: 'by'; readonly by: 'server' | 'balancer' };

/** A page is not believed: what it sends is a wish or nothing. */
export function wishOf(message: unknown): TrafficWish | undefined {
  const { kind, rate, id, by } =
    typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : {};
  switch (kind) {
    case 'ready':
    case 'run':
    case 'pause':
    case 'stop':
      return { kind };
    case 'rate':
      return typeof rate === 'number' && rate >= 1 && rate <= 200 ? { kind, rate: Math.round(rate) } : undefined;
    case 'target':
      return typeof id === 'string' ? { kind, id } : undefined;
    case 'by':
      return by === 'server' || by === 'balancer' ? { kind, by } : undefined;
    default:
      return undefined;
  }
}
