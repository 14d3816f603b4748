import type { Range } from 'vscode-languageserver-types';
import { absolute, headRange, itemsOf, settings, valueOf, wordRange } from '../core/blocks';
import type { ParsedDocument } from '../core/document';
import type { Configuration } from '../core/language';
import { type Block, isBlock, type Node, type Section } from '../core/tree';

/** One node of a cluster: its keepalived configuration. */
export interface ClusterNode {
  /** As people call it: its router_id, or its file. */
  readonly name: string;
  readonly routerId: Placed<string> | undefined;
  readonly instances: readonly NodeInstance[];
}

/** A value with its place. */
export interface Placed<T> {
  readonly value: T;
  readonly uri: string;
  /** Absolute. */
  readonly range: Range;
}

/** A VRRP instance as its node runs it. */
export interface NodeInstance {
  readonly node: string;
  readonly name: string;
  readonly head: Placed<string>;
  readonly id: Placed<string> | undefined;
  readonly state: Placed<string> | undefined;
  readonly priority: Placed<number>;
  readonly advertInterval: Placed<number> | undefined;
  readonly version: number;
  /** Advertisements that may be missing before it takes over. */
  readonly downAdverts: number;
  /** The network interface that it speaks on. */
  readonly device: string | undefined;
  readonly nopreempt: boolean;
  readonly password: Placed<string> | undefined;
  readonly source: Placed<string> | undefined;
  readonly peers: readonly Placed<string>[];
  readonly addresses: readonly Placed<string>[];
  readonly tracks: readonly Track[];
  /** Something in it is known only at run time: nothing may be concluded. */
  readonly uncertain: boolean;
}

/** What an instance watches. */
export interface Track {
  readonly name: string;
  /** `script`, `process`, `interface`, `file` or `bfd`. */
  readonly kind: string;
  /** 0: a failure takes the instance down. */
  readonly weight: number;
  /** The number that a file begins with (`init_file`); 0 for everything else. */
  readonly initial: number;
  readonly reverse: boolean;
  /** Where its weight is given, else where it is tracked. */
  readonly place: Placed<string>;
  /** The number of its weight, when it stands in a definition of its own. */
  readonly weightPlace: Placed<string> | undefined;
  /** Where it is tracked. */
  readonly entry: Placed<string>;
  /** Seconds between two looks at it, and failures that count; an event is seen at once. */
  readonly interval: number;
  readonly fall: number;
  /** Successes that count. */
  readonly rise: number;
  /** Seconds that a run may take, where that is said; else 0. */
  readonly timeout: number;
  /** What defines it is not there, or known only at run time. */
  readonly uncertain: boolean;
  /** Where `interval` is given. */
  readonly intervalPlace: Placed<string> | undefined;
}

/** keepalived's own defaults (keepalived.conf(5)). */
const DEFAULT_PRIORITY = 100;
const OWNER = 255;
const DEFAULT_DOWN_ADVERTS = '3';
/** Kind of what is tracked, with the block that defines it and the weight it has when none is given. */
const KINDS: Readonly<Record<string, readonly [definition: readonly string[], weight: number]>> = {
  script: [['vrrp_script'], 0],
  process: [['vrrp_track_process'], 1],
  file: [['track_file', 'vrrp_track_file'], 1],
  bfd: [['bfd_instance'], 0],
  interface: [[], 0],
};

/** Reads a configuration as a node of a cluster. */
export function clusterNode(configuration: Configuration): ClusterNode {
  const blocks = blocksIn(configuration);
  const globals = blocks.filter(({ block }) => block.type === 'global_defs');
  const routerId = globals.map((at) => placedValue(at, 'router_id')).find((found) => found !== undefined);
  const versions = globals.map((at) => placedValue(at, 'vrrp_version')?.value);
  const adverts = globals
    .map((at) => placedValue(at, 'vrrp_down_timer_adverts')?.value)
    .find((found) => found !== undefined);
  const definitions = new Map<string, At>();
  for (const at of blocks) {
    const key = keyOf(at.block.type, at.block.words[1]?.text);
    if (!definitions.has(key)) definitions.set(key, at);
  }
  const file = configuration.documents[0]?.uri.split('/').slice(-2).join('/') ?? '';
  const name = routerId?.value ?? file;
  const instances = blocks
    .filter(({ block }) => block.type === 'vrrp_instance')
    .map((at) => instanceAt(at, definitions, { node: name, version: versions.includes('3') ? 3 : 2, adverts }));
  return { name, routerId, instances };
}

function keyOf(type: string, name = ''): string {
  return `${type} ${name}`;
}

/** A block with where it stands. */
interface At {
  readonly document: ParsedDocument;
  readonly section: Section;
  readonly block: Block;
}

/** The blocks of the top level. */
export function blocksIn({ documents }: Configuration): At[] {
  return documents.flatMap((document) =>
    document.sections.flatMap((section) =>
      section.items.filter(isBlock).map((block) => ({ document, section, block })),
    ),
  );
}

export function placed<T>({ document, section }: At, range: Range, value: T): Placed<T> {
  return { value, uri: document.uri, range: absolute(section, range) };
}

function placedValue(at: At, keyword: string, block = at.block): Placed<string> | undefined {
  const node = settings(block, keyword).at(-1);
  const word = node?.words[1];
  return node && word ? placed(at, wordRange(node, word), word.text) : undefined;
}

/** What global_defs says for all instances. */
interface Globals {
  readonly node: string;
  readonly version: number;
  readonly adverts: string | undefined;
}

function instanceAt(at: At, all: ReadonlyMap<string, At>, { node, version, adverts }: Globals): NodeInstance {
  const { block, section } = at;
  const value = (keyword: string): Placed<string> | undefined => placedValue(at, keyword);
  const list = (keyword: string): Placed<string>[] =>
    itemsOf(block, keyword).map((item) => placed(at, wordRange(item, item.words[0]!), item.words[0]!.text));
  const head = placed(at, headRange(block), block.words[1]?.text ?? '');
  const state = value('state');
  const given = value('priority');
  const standard = state?.value === 'MASTER' ? OWNER : DEFAULT_PRIORITY;
  const interval = value('advert_int');
  const addresses = list('virtual_ipaddress');
  const six = addresses[0]?.value.includes(':') ?? false;
  const authentication = settings(block, 'authentication').find(isBlock);
  return {
    node,
    name: head.value,
    head,
    id: value('virtual_router_id'),
    state,
    priority: given ? { ...given, value: Number(given.value) } : { ...head, value: standard },
    advertInterval: interval && { ...interval, value: Number(interval.value) },
    version: Number(value('version')?.value ?? (six ? 3 : version)),
    downAdverts: Number(value('down_timer_adverts')?.value ?? adverts ?? DEFAULT_DOWN_ADVERTS),
    device: value('interface')?.value,
    nopreempt: settings(block, 'nopreempt').length > 0,
    password: authentication && placedValue(at, 'auth_pass', authentication),
    source: value('unicast_src_ip'),
    peers: list('unicast_peer'),
    addresses,
    tracks: Object.keys(KINDS).flatMap((kind) =>
      itemsOf(block, `track_${kind}`).map((item) => trackAt(at, item, kind, all)),
    ),
    uncertain: isUncertain(section, block) || !Number.isFinite(Number(given?.value ?? 0)),
  };
}

/** Something in it is known only at run time, or only on some nodes. */
export function isUncertain(section: Section, block: Block): boolean {
  const dynamic = (node: Node): boolean =>
    node.words.some((word) => word.dynamic) ||
    section.lines[node.line]!.text.trimStart().startsWith('@') ||
    /^include/.test(node.words[0]!.text) ||
    (isBlock(node) && node.items.some(dynamic));
  return dynamic(block);
}

function trackAt(at: At, item: Node, kind: string, all: ReadonlyMap<string, At>): Track {
  const words = item.words.map((word) => word.text);
  const name = words[0]!;
  const [definitions, standard] = KINDS[kind]!;
  const definition = definitions.map((type) => all.get(keyOf(type, name))).find((found) => found !== undefined);
  const defined = definition && settings(definition.block, 'weight').at(-1);
  const own = words.indexOf('weight');
  const written = own > 0 ? words[own + 1] : defined?.words[1]?.text;
  const reversed = words.includes('reverse') || (own < 0 && defined?.words[2]?.text === 'reverse');
  const weightWord = definition && defined && own < 0 ? valueOf(definition.block, 'weight') : undefined;
  const place =
    definition && defined && weightWord
      ? placed(definition, wordRange(defined, weightWord), name)
      : placed(at, headRange(item), name);
  const given = (keyword: string): string | undefined =>
    kind === 'script' && definition ? settings(definition.block, keyword).at(-1)?.words[1]?.text : undefined;
  return {
    name,
    kind,
    weight: Number(written ?? standard),
    initial: kind === 'file' && definition ? initialIn(definition.block) : 0,
    reverse: reversed && !words.includes('noreverse'),
    place,
    weightPlace: weightWord && place,
    entry: placed(at, headRange(item), name),
    // Processes and interfaces are not looked at: the kernel tells of them.
    interval: Number(given('interval') ?? (kind === 'script' ? 1 : 0)),
    fall: Number(given('fall') ?? 1),
    rise: Number(given('rise') ?? 1),
    timeout: Number(given('timeout') ?? 0),
    uncertain: !definition || isUncertain(definition.section, definition.block),
    intervalPlace: kind === 'script' && definition ? placedValue(definition, 'interval') : undefined,
  };
}

/** `init_file [VALUE] [overwrite]` */
function initialIn(block: Block): number {
  const words = settings(block, 'init_file').at(-1)?.words.slice(1) ?? [];
  return Number(words.find(({ text }) => /^-?\d+$/.test(text))?.text ?? 0);
}
