import { absolute, wordRange } from '../../core/blocks';
import type { ParsedDocument } from '../../core/document';
import { Kept } from '../../core/kept';
import type { Configuration } from '../../core/language';
import type { Word } from '../../core/scan';
import { isBlock, type Node, type Section } from '../../core/tree';
import type { Placed } from '../node';

/** What a HAProxy configuration opens and reaches, as far as its text tells. */
export interface Proxy {
  readonly binds: readonly Bind[];
  /** Paths of its stats sockets. */
  readonly sockets: readonly string[];
  /** Its servers; there may be many, and few rules ask. */
  servers(): ProxyServer[];
  /** Some of its binds are known only at run time: what seems to be missing may be there. */
  readonly uncertain: boolean;
}

/** Its value is the host. */
export interface ProxyServer extends Placed<string> {
  readonly port: number | undefined;
}

export interface Bind {
  /** Empty or `*`: every address. */
  readonly host: string;
  /** First and last port. */
  readonly ports: readonly [number, number];
  /** It may bind an address that the node does not hold. */
  readonly transparent: boolean;
  readonly place: Placed<string>;
  /** Behind the last word of its line. */
  readonly end: Placed<string>;
}

/** A line that counts here: what it is, and where. */
interface Line {
  readonly node: Node;
  readonly kind: 'bind' | 'socket' | 'server';
  readonly certain: boolean;
}

const known = new Kept<readonly Line[]>();

export function proxyOf(configuration: Configuration): Proxy {
  const binds: Bind[] = [];
  const sockets: string[] = [];
  let uncertain = false;
  for (const { document, section, line } of linesIn(configuration)) {
    const { node, kind, certain } = line;
    if (kind === 'socket') sockets.push(node.words[2]!.text);
    if (kind !== 'bind') continue;
    const found = certain ? bindsAt(document, section, node) : undefined;
    if (found) binds.push(...found);
    else uncertain = true;
  }
  const servers = (): ProxyServer[] =>
    [...linesIn(configuration)]
      .filter(({ line }) => line.kind === 'server' && line.certain)
      .map(({ document, section, line: { node } }) => {
        const word = node.words[2]!;
        const port = /:(\d+)$/.exec(word.text)?.[1];
        const host = placed(document, section, node, word, hostOf(word.text));
        return { ...host, port: port === undefined ? undefined : Number(port) };
      });
  return { binds, sockets, servers, uncertain };
}

function* linesIn({ documents }: Configuration): Generator<{ document: ParsedDocument; section: Section; line: Line }> {
  for (const document of documents) {
    for (const section of document.sections) for (const line of linesOf(section)) yield { document, section, line };
  }
}

function linesOf(section: Section): readonly Line[] {
  let lines = known.get(section);
  if (lines) return lines;
  const block = section.items[0];
  lines = block && isBlock(block) ? block.items.flatMap((node) => lineOf(section, node)) : [];
  known.set(section, lines);
  return lines;
}

function lineOf(section: Section, node: Node): Line[] {
  const { type } = node.parent!;
  const [first, second, third] = node.words;
  const kind =
    first!.text === 'bind' && second && (type === 'frontend' || type === 'listen')
      ? 'bind'
      : first!.text === 'stats' && second?.text === 'socket' && third
        ? 'socket'
        : first!.text === 'server' && third && (type === 'backend' || type === 'listen')
          ? 'server'
          : undefined;
  if (!kind) return [];
  // Inside .if ... .endif a line may not count.
  const certain = section.lines[node.line]!.enter === 0 && node.words.every((word) => !word.dynamic);
  return [{ node, kind, certain }];
}

/** `undefined`: an address that the text does not tell. */
function bindsAt(document: ParsedDocument, section: Section, node: Node): Bind[] | undefined {
  const word = node.words[1]!;
  const out: Bind[] = [];
  const transparent = node.words.some(({ text }) => text === 'transparent' || text === 'namespace');
  const last = node.words.at(-1)!;
  for (const part of word.text.split(',').filter((text) => text !== '')) {
    if (/^(?:\/|unix@|uxst@|abnsz?@|sockpair@|rhttp@)/.test(part)) continue;
    const host = hostOf(part);
    const ports = /:(\d+)(?:-(\d+))?$/.exec(part);
    const isAddress = host === '' || host === '*' || /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(':');
    if (!ports || !isAddress || part.includes('$') || part.startsWith('fd@')) return undefined;
    out.push({
      host: host === '*' ? '' : host,
      ports: [Number(ports[1]), Number(ports[2] ?? ports[1])],
      transparent,
      place: placed(document, section, node, word, part),
      end: placed(document, section, node, { ...last, start: last.end }, ''),
    });
  }
  return out;
}

/** The host of an address, in lower case, without family, brackets and port. */
function hostOf(address: string): string {
  const bareAddress = address.replace(/^[a-z0-9+]+@/, '').replace(/:[^:\]]*$/, '');
  return bareAddress.replace(/^\[(.*)\]$/, '$1').toLowerCase();
}

function placed(document: ParsedDocument, section: Section, node: Node, word: Word, value: string): Placed<string> {
  return { value, uri: document.uri, range: absolute(section, wordRange(node, word)) };
}

/** Whether it answers on every address of a family; one for IPv6 mostly does for IPv4 as well. */
export function isWildcard({ host }: Bind, address: string): boolean {
  return host === '' || host === '::' || (host === '0.0.0.0' && !address.includes(':'));
}

export function hasPort({ ports: [first, last] }: Bind, port: number): boolean {
  return first <= port && port <= last;
}
