import type { Configuration } from '../../core/language';
import { type Block, isBlock, type Node } from '../../core/tree';

/** What HAProxy does about one server, as far as its text tells. Times in milliseconds. */
export interface Balanced {
  /** Share of the requests that it gets: 1 over the number of its backend's servers. */
  readonly share: number;
  /** Without health checks nothing is ever noticed. */
  readonly checked: boolean;
  readonly inter: number;
  /** Instead of `inter` while its state is about to change, and while it is DOWN. */
  readonly fastinter: number;
  readonly downinter: number;
  readonly fall: number;
  readonly rise: number;
  /** How long a check may wait for a connection, and for an answer. */
  readonly checkConnect: number;
  readonly checkAnswer: number;
  /** How long a request may wait for a connection. */
  readonly connect: number;
  /** A request whose connection is refused goes to another server at once. */
  readonly redispatches: boolean;
  /** The line that says `inter`. */
  readonly interAt: { readonly uri: string; readonly line: number } | undefined;
}

/** HAProxy's own defaults (configuration manual, 5.2). */
const DEFAULT = { inter: '2s', fall: '3', rise: '2' } as const;
const UNITS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Of a HAProxy time: milliseconds when it has no unit. */
export function milliseconds(text: string): number {
  const found = /^(\d+)(us|ms|s|m|h|d)?$/.exec(text);
  return found ? Number(found[1]) * UNITS[found[2] ?? 'ms']! : Number.NaN;
}

interface Section {
  readonly block: Block;
  readonly uri: string;
  readonly start: number;
}

/** The first server with this address: how it is checked; `undefined` when there is none. */
export function balancedServer(configuration: Configuration, address: string): Balanced | undefined {
  return serverWith(configuration, (host) => host === address);
}

/** The first server at all. */
export function anyServer(configuration: Configuration): Balanced | undefined {
  return serverWith(configuration, () => true);
}

function serverWith(configuration: Configuration, fits: (host: string) => boolean): Balanced | undefined {
  const sections = configuration.documents.flatMap(({ sections: all, uri }) =>
    all.flatMap(({ items: [block], start }): Section[] => (block && isBlock(block) ? [{ block, uri, start }] : [])),
  );
  let defaults: Section | undefined;
  for (const section of sections) {
    if (section.block.type === 'defaults') defaults = section;
    const servers = section.block.items.filter(({ words }) => words[0]!.text === 'server');
    const one = servers.find(({ words }) => fits(hostOf(words[2]?.text ?? '')));
    if (one) return balanced(one, servers.length, section, defaults);
  }
  return undefined;
}

function balanced(server: Node, count: number, section: Section, defaults: Section | undefined): Balanced {
  const scopes = [section, ...(defaults ? [defaults] : [])];
  const lines = [
    { node: server, at: section },
    ...scopes.flatMap((at) =>
      at.block.items
        .filter(({ words }) => words[0]!.text === 'default-server')
        .map((node) => ({ node, at }))
        .reverse(),
    ),
  ];
  const given = (keyword: string) => lines.find(({ node }) => node.words.some(({ text }) => text === keyword));
  const written = (keyword: string): string | undefined => {
    const words = given(keyword)?.node.words ?? [];
    return words[words.findIndex(({ text }) => text === keyword) + 1]?.text;
  };
  const value = (keyword: keyof typeof DEFAULT): string => written(keyword) ?? DEFAULT[keyword];
  const timeout = (name: string): number | undefined => {
    const found = scopes
      .flatMap(({ block }) => block.items)
      .find(({ words }) => words[0]!.text === 'timeout' && words[1]?.text === name);
    return found?.words[2] && milliseconds(found.words[2].text);
  };
  const says = (...wanted: readonly string[]) =>
    scopes
      .flatMap(({ block }) => block.items)
      .find(({ words }) => wanted.every((word, index) => words[index]?.text === word));
  // Else it waits a second and asks the same server again (configuration manual, `retries`).
  const algorithm = says('balance')?.words[1]?.text ?? 'roundrobin';
  const inter = milliseconds(value('inter'));
  const connect = timeout('connect') ?? Number.POSITIVE_INFINITY;
  const interLine = given('inter');
  return {
    share: 1 / count,
    checked: given('check') !== undefined,
    inter,
    fastinter: milliseconds(written('fastinter') ?? value('inter')),
    downinter: milliseconds(written('downinter') ?? value('inter')),
    fall: Number(value('fall')),
    rise: Number(value('rise')),
    checkConnect: Math.min(connect, inter),
    checkAnswer: timeout('check') ?? inter,
    connect,
    redispatches: says('option', 'redispatch') !== undefined && /^(?:roundrobin|static-rr)$/.test(algorithm),
    interAt: interLine && { uri: interLine.at.uri, line: interLine.at.start + interLine.node.line },
  };
}

function hostOf(address: string): string {
  return address.replace(/^[a-z0-9+]+@/, '').replace(/:[^:\]]*$/, '');
}
