import type { DocumentRule, Finding } from '../../../core/language';
import type { Word } from '../../../core/scan';
import { lineRange } from '../../../core/text';
import type { Block, Section } from '../../../core/tree';
import { splitAddress } from '../addresses';
import { Noted } from '../noted';

interface Place {
  readonly section: Section;
  readonly key: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export const bindCollision: DocumentRule = {
  id: 'bind-collision',
  severity: 'warning',
  title: 'Two sections that listen on the same address and port',
  docs: 'HAProxy starts, and the kernel gives each connection to one of the two sections, as it likes: half of the clients get the other one. Give one of them another port, or make one frontend of both.',
  bad: 'frontend web\n    bind :8080\n    default_backend app\nfrontend other\n    bind *:8080\n    default_backend app\nbackend app\n',
  good: 'frontend web\n    bind :8080\n    default_backend app\nfrontend other\n    bind *:8081\n    default_backend app\nbackend app\n',
  checkDocument(document, context, report) {
    // Told only of one file: of several the other place may stand anywhere.
    if (context.configuration.documents.length > 1) return;
    const first = new Map<string, Place>();
    for (const [proxy, places] of listening.inOrder(context, document)) {
      for (const place of places) {
        const other = first.get(place.key);
        if (!other) first.set(place.key, place);
        else if (other.section !== proxy.section) report(collision(place, other));
      }
    }
  },
};

const listening = new Noted(({ section, block, plain }) => {
  const isListening =
    plain && block.type !== 'backend' && !block.items.some(({ words }) => words[0]!.text === 'disabled');
  const places = isListening ? placesIn(section, block) : [];
  return places.length > 0 ? places : undefined;
});

function collision(place: Place, other: Place): Finding {
  const at = other.section.start + other.line;
  return {
    range: lineRange(place.section.start + place.line, place.start, place.end),
    message: `The section on line ${other.section.start + 1} listens here, too: each connection goes to one of the two, as the kernel likes.`,
    related: [{ range: lineRange(at, other.start, other.end), message: 'The same address' }],
  };
}

function placesIn(section: Section, block: Block): readonly Place[] {
  const places: Place[] = [];
  for (const { words, line } of block.items) {
    const address = words[1];
    if (words[0]!.text !== 'bind' || !address || address.dynamic || words.some(parts)) continue;
    for (const part of address.text.split(',')) {
      const key = keyOf(part);
      if (key !== undefined) places.push({ section, key, line, start: address.start, end: address.end });
    }
  }
  return places;
}

/** Other parameters may part what the address does not. */
const parts = ({ text, dynamic }: Word): boolean =>
  dynamic || /^(process|thread|interface|namespace|shards|v6only|v4v6)$/.test(text);

/** An address as the kernel sees it; `undefined` for those that are no network addresses or hold a range. */
function keyOf(text: string): string | undefined {
  if (/^\/|^(unix|abnsz?|fd|sockpair|rhttp|rev|uxst)@|^(udp|dgram)/.test(text)) return undefined;
  const { host, port } = splitAddress(text);
  if (port === undefined || !/^[1-9][0-9]*$/.test(port)) return undefined;
  const kind = text.startsWith('quic') ? 'udp' : 'tcp';
  const isAny = host === '' || host === '*' || host === '0.0.0.0';
  return `${kind} ${isAny && !/^[a-z]+6@/.test(text) ? '0.0.0.0' : `${/^[a-z]+6@/.test(text) ? '6' : ''}${host}`} ${port}`;
}
