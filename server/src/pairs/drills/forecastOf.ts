import type { Configuration } from '../../core/language';
import {
  type Forecast,
  type ForecastNode,
  type ForecastParams,
  type Measure,
  MEASURES,
  type NoForecast,
  type SourceLine,
} from '../../protocol';
import { peacePriority } from '../handover';
import { clusterNode } from '../node';
import { failoverNode } from '../prediction';
import { bare } from '../rule';
import { adviceFor, type Change } from './advice';
import { outcome } from './forecast';
import type { Member, Situation } from './situation';
import { type Place, rounded } from './spans';

/** A node's configurations as they were parsed. */
export interface ReadNode {
  readonly node: ForecastNode;
  readonly keepalived: Configuration | undefined;
  readonly haproxy: Configuration | undefined;
}

/**
 * What a drill comes to. Pure: everything is in the parameters.
 * @param read parses the nodes, with some lines changed.
 */
export function forecastOf(
  params: ForecastParams,
  read: (changes: readonly Change[]) => readonly ReadNode[],
): Forecast | NoForecast {
  const now = predicted(params, read([]));
  if ('because' in now) return now;
  return { ...now, advice: adviceFor(now, (change) => predicted(params, read([change]))) };
}

function predicted(params: ForecastParams, nodes: readonly ReadNode[]): Omit<Forecast, 'advice'> | NoForecast {
  const situation = situationOf(params, nodes);
  if ('because' in situation) return situation;
  const found = outcome(situation);
  if (!found) return { because: `HAProxy on ${situation.holder.name} balances no server ${params.target}` };
  const lineOf = (place: Place): SourceLine | null => (place ? sourceLine(nodes, place.uri, place.line) : null);
  return {
    drill: params.drill,
    target: params.target,
    holders: found.holders,
    holdersSum: found.holdersSum,
    holdersLine: lineOf(found.holdersAt),
    measures: Object.fromEntries(
      MEASURES.map((measure) => [measure, rounded(found.measures[measure], lineOf)]),
    ) as Record<Measure, ReturnType<typeof rounded>>,
    tolerance: Math.round(found.rhythm),
  };
}

function situationOf(params: ForecastParams, nodes: readonly ReadNode[]): Situation | NoForecast {
  const { drill, traffic } = params;
  const members = nodes.map(({ node, keepalived, haproxy }): Member => {
    const instances = keepalived ? clusterNode(keepalived).instances : [];
    const instance = instances.find(({ addresses }) => addresses.some(({ value }) => bare(value) === traffic.address));
    return { name: node.name, address: node.address, instance, haproxy };
  });
  const target = members.find(({ name }) => name === params.target);
  const holder = members.find(({ name }) => name === params.holder);
  if (!target || !holder) return { because: 'the nodes are not all there' };
  const [backup] = members
    .filter((one): one is Situation['backup'] => one !== holder && one.instance !== undefined)
    .sort((a, b) => peacePriority(b.instance) - peacePriority(a.instance));
  if (!holder.instance || !backup) return { because: `no two nodes have ${traffic.address} in keepalived.conf` };
  for (const { instance, name } of [holder, backup] as Situation['backup'][]) {
    const { interval, priority } = failoverNode(instance);
    if (instance.version !== 3 && !Number.isInteger(interval)) {
      return { because: `VRRP 2 takes whole seconds, and ${name} has advert_int ${interval}` };
    }
    if (instance.uncertain || !Number.isFinite(priority) || !(interval > 0)) {
      return { because: `what ${name} does is known only at run time` };
    }
  }
  return { drill, target, holder: { ...holder, instance: holder.instance }, backup, traffic };
}

/** The line as it stands, trimmed; never with a password. */
function sourceLine(nodes: readonly ReadNode[], uri: string, line: number): SourceLine | null {
  for (const { node, keepalived, haproxy } of nodes) {
    for (const [configuration, given] of [
      [keepalived, node.keepalived],
      [haproxy, node.haproxy],
    ] as const) {
      const document = configuration?.documents.find((one) => one.uri === uri);
      if (!document || !given) continue;
      const text = (document.scanned[line]?.text ?? '').trim();
      return { uri: given.uri, line, text: /pass/i.test(text) ? '' : text };
    }
  }
  return null;
}
