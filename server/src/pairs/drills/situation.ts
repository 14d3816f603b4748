import type { Configuration } from '../../core/language';
import type { DrillId, ForecastTraffic, Measure } from '../../protocol';
import type { NodeInstance } from '../node';
import type { Place, Span } from './spans';

export interface Outcome {
  readonly holders: readonly string[];
  readonly holdersSum: string;
  readonly holdersAt: Place;
  readonly measures: Readonly<Record<Measure, Span | null>>;
  /** What one step of the rhythm that notices the fault comes to. */
  readonly rhythm: number;
}

export interface Member {
  readonly name: string;
  readonly address: string;
  readonly instance: NodeInstance | undefined;
  readonly haproxy: Configuration | undefined;
}

export interface Situation {
  readonly drill: DrillId;
  readonly target: Member;
  readonly holder: Member & { readonly instance: NodeInstance };
  /** Next in line. */
  readonly backup: Member & { readonly instance: NodeInstance };
  readonly traffic: ForecastTraffic;
}
