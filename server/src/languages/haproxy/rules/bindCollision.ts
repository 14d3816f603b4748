import type { DocumentRule, Finding } from '../../../core/language';
import { Kept } from '../../../core/kept';
import { lineRange } from '../../../core/text';
import type { Section } from '../../../core/tree';
import { splitAddress } from '../addresses';
import { isPlain, proxyOf } from '../ownKeywords';

interface Place {
  readonly section: Section;
  readonly key: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const kept = new Kept<readonly Place[]>();

export const bindCollision: DocumentRule = {
  id: 'bind-collision',
  severity: 'warning',
  title: 'Two sections that listen on the same address and port',
  docs: 'HAProxy starts, and the kernel gives each connection to one of the two sections, as it likes: half of the clients get the other one. Give one of them another port, or make one frontend of both.',
  bad: 'frontend web\n    bind :8080\n    default_backend app\nfrontend other\n    bind *:8080\n    default_backend app\nbackend app\n',
  good: 'frontend web\n    bind :8080\n    default_backend app\nfrontend other\n    bind *:8081\n    default_backend app\nbackend app\n',
  checkDocument(document, { configuration }, report) {
    // Told only of one file: of several the other place may stand anywhere.
    if (configuration.documents.length > 1) return;
    const first = new Map<string, Place>();
    for (const section of document.sections) {
      for (const place of kept.get(section) ?? kept.set(section, placesIn(section))) {
        const other = first.get(place.key);
        if (!other) first.set(place.key, place);
        else if (other.section !== section) report(collision(place, other));
      }
    }
  },
};

function collision(place: Place, other: Place): Finding {
  const at = other.section.start + other.line;
  return {
    range: lineRange(place.section.start + place.line, place.start, place.end),
    message: `The section on line ${other.section.start + 1} listens here, too: each connection goes to one of the two, as the kernel likes.`,
    related: [{ range: lineRange(at, other.start, other.end), message: 'The same address' }],
  };
}

function placesIn(section: Section): readonly Place[] {
  const places: Place[] = [];
  const block = proxyOf(section);
  if (
    block &&
    block.type !== 'backend' &&
    isPlain(section) &&
    !block.items.some(({ words }) => words[0]!.text === 'disabled')
  )
    for (const { words, line } of block.items) {
      const address = words[1];
      // Other parameters may part what the address does not.
      if (words[0]!.text !== 'bind' || !address || address.dynamic) continue;
      if (
        words.some(
          ({ text, dynamic }) => dynamic || /^(process|thread|interface|namespace|shards|v6only|v4v6)$/.test(text),
        )
      )
        continue;
      for (const part of address.text.split(',')) {
        const key = keyOf(part);
        if (key !== undefined) places.push({ section, key, line, start: address.start, end: address.end });
      }
    }
  return places;
}

/** An address as the kernel sees it; `undefined` for those that are no network addresses or hold a range. */
function keyOf(text: string): string | undefined {
  if (/^\/|^(unix|abnsz?|fd|sockpair|rhttp|rev|uxst)@|^(udp|dgram)/.test(text)) return undefined;
  const { host, port } = splitAddress(text);
  if (port === undefined || !/^[1-9][0-9]*$/.test(port)) return undefined;
  const kind = text.startsWith('quic') ? 'udp' : 'tcp';
  const isAny = host === '' || host === '*' || host === '0.0.0.0';
  return `${kind} ${isAny && !/^[a-z]+6@/.test(text) ? '0.0.0.0' : `${/^[a-z]+6@/.test(text) ? '6' : ''}${host}`} ${port}`;
}
