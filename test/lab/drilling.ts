/** Drills as the extension and the command line run them. */
import type { Drill } from '../../client/src/lab/drills/drill';
import { drills } from '../../client/src/lab/drills/index';
import type { DrillOptions } from '../../client/src/lab/drills/options';
import type { DrillReport } from '../../client/src/lab/drills/report';
import { runDrill } from '../../client/src/lab/drills/run';
import { connect } from '../../client/src/lab/engine';
import { Engine as Checker } from '../../server/src/engine';
import type { DrillId } from '../../server/src/protocol';
import type { TestLab } from './harness';

export const drillOf = (id: DrillId): Drill => drills.find((drill) => drill.id === id)!;

/** With a forecast. */
export function drilled({ plan }: TestLab, id: DrillId, options: DrillOptions = {}): Promise<DrillReport> {
  const forecast: DrillOptions['forecast'] = (params) => Promise.resolve(new Checker().forecast(params));
  return runDrill(() => connect(), plan, drillOf(id), { forecast, ...options });
}
