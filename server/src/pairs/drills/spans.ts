/** Stretches of time out of what nodes are configured to do, each with the line that decides. */
import type { Expectation } from '../../protocol';
import { masterDown } from '../failover';
import type { NodeInstance, Placed, Track } from '../node';
import { failoverNode } from '../prediction';

/** A line before its text is looked up. */
export type Place = { readonly uri: string; readonly line: number } | undefined;

export interface Span {
  readonly low: number;
  readonly high: number | null;
  readonly sum: string;
  readonly at: Place;
}

/** A container with its programs may need this long to start, a program alone half of it. */
export const STARTUP = 4_000;

export const NOTHING: Span = { low: 0, high: 0, sum: 'nothing happens', at: undefined };
export const lasting = (sum: string, at?: Place): Span => ({ low: 0, high: null, sum, at });
export const placeOf = (placed: Placed<unknown> | undefined): Place =>
  placed && { uri: placed.uri, line: placed.range.start.line };

export function riseSpan({ rise, interval, intervalPlace, entry }: Track): Span {
  const at = placeOf(intervalPlace) ?? placeOf(entry);
  return { low: (rise - 1) * interval * 1000, high: rise * interval * 1000, sum: `${rise} × ${interval} s`, at };
}

/** Until a node that is well again has taken the address back; `null`: it leaves it where it is. */
export function failbackSpan(one: NodeInstance, track?: Track): Span | null {
  if (one.nopreempt) return null;
  const node = failoverNode(one);
  const down = masterDown(node) * 1000;
  const early = track && track.weight !== 0 ? node.interval * 1000 : 0;
  const rises = track ? riseSpan(track) : NOTHING;
  return {
    low: rises.low + down - early,
    high: rises.high! + down,
    sum: `${track ? `${rises.sum} + ` : ''}${node.adverts} × ${node.interval} s + skew`,
    at: placeOf(one.advertInterval),
  };
}

/** Until what a keepalived that starts tracks has been looked at: the first success of a script counts at once. */
export function firstChecks({ tracks }: NodeInstance): number {
  return Math.max(0, ...tracks.map(({ interval }) => interval * 1000));
}

/** A node that starts: its checks first, then it waits as long as for any master. */
export function startSpan(one: NodeInstance): Span {
  const node = failoverNode(one);
  const down = masterDown(node) * 1000;
  const checks = Math.max(0, ...one.tracks.map(({ rise, interval }) => rise * interval * 1000));
  const sum = `${node.adverts} × ${node.interval} s + skew + checks and start, up to ${ms(checks + STARTUP)}`;
  return { low: down - node.interval * 1000, high: down + checks + STARTUP, sum, at: placeOf(one.advertInterval) };
}
/** Of two things that go on at the same time, the one that takes longer. */
export function longer(one: Span, other: Span): Span {
  return (one.high ?? Infinity) >= (other.high ?? Infinity) ? one : { ...other, low: Math.max(one.low, other.low) };
}

export function span({ least, most }: { least: number; most: number }, sum: string, at: Place): Span {
  return { low: least * 1000, high: most * 1000, sum, at };
}

export function ms(value: number): string {
  return value < 1000 ? `${value} ms` : `${value / 1000} s`;
}

/** Whole milliseconds and requests, as they are shown. */
export function rounded(one: Span | null, lineOf: (at: Place) => Expectation['line']): Expectation | null {
  if (!one) return null;
  const { low, high, sum, at } = one;
  return { low: Math.round(low), high: high === null ? null : Math.round(high), sum, line: lineOf(at) };
}
