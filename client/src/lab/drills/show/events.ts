/** The words for what stands on a timeline. */
import type { DrillReport, Lane, TimelineEvent } from '../report';
import { duration } from './numbers';

export const LANE_NAMES: Readonly<Record<Lane, string>> = {
  fault: 'Fault',
  haproxy: 'HAProxy',
  keepalived: 'keepalived',
  address: 'Kernel address',
  arp: 'Gratuitous ARP',
  client: 'Client',
};

/** `0 s`, `1.54 s`, `−2 s`: seen from the moment of the fault. */
export function moment(at: number): string {
  if (Math.round(at) === 0) return '0 s';
  return at < 0 ? `−${duration(-at)}` : duration(at);
}

/** How long it lasted; empty for what is over at once. @param end Last moment that was watched. */
export function lasting({ at, until }: TimelineEvent, end: number): string {
  if (until === null) return '';
  return until >= end ? 'to the end' : duration(until - at);
}

/** What happened, said so that it can stand without its colour. */
export function eventText({ tone, text }: TimelineEvent): string {
  return tone === 'bad' ? `${text} (bad)` : text;
}

/** What a screen reader says: `keepalived on mylb2, from 5.14 s for 9.54 s: MASTER`. */
export function spoken(event: TimelineEvent): string {
  const where = event.node === null ? LANE_NAMES[event.lane] : `${LANE_NAMES[event.lane]} on ${event.node}`;
  const time =
    event.until === null
      ? `at ${moment(event.at)}`
      : `from ${moment(event.at)} for ${duration(event.until - event.at)}`;
  return `${where}, ${time}: ${eventText(event)}`;
}

/** The whole timeline in a sentence or two, for those who do not see the picture. */
export function summary({ timeline, drill, lab }: DrillReport): string {
  const healed =
    timeline.healed === null ? 'not healed while it was watched' : `healed after ${duration(timeline.healed)}`;
  const span = `${duration(-timeline.begin)} before to ${duration(timeline.end)} after it`;
  return `Timeline of the drill “${drill.title}” on ${lab.target}, from ${span}; ${healed}. ${timeline.events.length} events.`;
}
