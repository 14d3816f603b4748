/** TrafficSession -> TrafficFrame. Pure. */
import type { TrafficSession, TrafficTarget } from '../../lab/trafficSession';
import type { CountBy } from '../../lab/trafficWindow';
import type { TrafficFrame } from './frame';

export function frameOf(session: TrafficSession, targets: readonly TrafficTarget[], by: CountBy): TrafficFrame {
  const seconds = session.window.seconds(by);
  const names = [...new Set(seconds.flatMap(({ answers }) => [...answers.keys()]))].sort();
  const errors = new Map<string, number>();
  for (const second of seconds) {
    for (const [what, count] of second.errors) errors.set(what, (errors.get(what) ?? 0) + count);
  }
  return {
    kind: 'frame',
    status: session.status,
    note: session.note,
    rate: session.rate,
    mostRate: session.target.mostRate,
    targets: targets.map(({ id, label }) => ({ id, label })),
    target: session.target.id,
    by,
    names,
    bars: seconds.map((second) => ({
      parts: names.map((name) => second.answers.get(name) ?? 0),
      errors: [...second.errors.values()].reduce((sum, count) => sum + count, 0),
      stalled: second.stalled,
      p95: second.latency.p95,
    })),
    errors: [...errors].sort(([, a], [, b]) => b - a),
    latency: session.window.latencies(),
  };
}
