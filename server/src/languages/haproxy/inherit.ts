import type { Inherited } from '../../core/language';
import { Kept } from '../../core/kept';
import type { Schema } from '../../core/schema';
import { type Block, isBlock, type Node, type Section } from '../../core/tree';
import { type CaptureSlots, makesSlot, slotsIn } from './captureSlots';
import { type CheckParameters, withParameters } from './checkTimes';
import { ownKeywords, proxyOf } from './ownKeywords';

/** What a defaults section hands on to the proxies after it. */
export interface DefaultsFacts {
  readonly name: string;
  readonly mode: string;
  /** Rule sets that are surely in it: `http-request`, `tcp-request session` ..., and `capture` for rules that make a slot. */
  readonly rules: readonly string[];
  /** Slots for captures that its rules make at most. */
  readonly slots: CaptureSlots;
  /** It may give servers a port for their checks: see `givesCheckPort`. */
  readonly checks: boolean;
  /** Timeouts set in it: `client`, `connect`, `server` ... */
  readonly timeouts: readonly string[];
  /** What it says by keyword: `log global`, `option httplog`, `timeout client`. */
  readonly keywords: readonly string[];
  /** What its default-server lines say of checks. */
  readonly serverDefaults: CheckParameters;
}

export interface HaproxyInherited extends Inherited {
  /** The last defaults section: proxies without `from` take it. */
  readonly current: DefaultsFacts;
  readonly named: ReadonlyMap<string, DefaultsFacts>;
  /** The global section allows what is deprecated (`expose-deprecated-directives`). */
  readonly deprecatedAllowed: boolean;
  /** It allows what is experimental, or not; `undefined`: no global section was read so far. */
  readonly experimentalAllowed: boolean | undefined;
}

const NONE: DefaultsFacts = {
  name: '',
  mode: 'tcp',
  rules: [],
  slots: { request: 0, response: 0 },
  timeouts: [],
  keywords: [],
  checks: false,
  serverDefaults: {},
};

export const inheritedAtStart: HaproxyInherited = {
  key: '',
  current: NONE,
  named: new Map(),
  deprecatedAllowed: false,
  experimentalAllowed: undefined,
};

const behind = new Kept<{ readonly before: string; readonly after: HaproxyInherited }>();

/**
 * State behind a section (manual, chapter 4: each defaults section begins anew, unless it names another with `from`). The
 * same object as long as the section and the state before it are the same.
 */
export function inherit(section: Section, before: Inherited, _schema: Schema): HaproxyInherited {
  if (proxyOf(section)) return before as HaproxyInherited;
  const known = behind.get(section);
  if (known?.before === before.key) return known.after;
  const after = stateBehind(section, before as HaproxyInherited);
  behind.set(section, { before: before.key, after });
  return after;
}

function stateBehind(section: Section, state: HaproxyInherited): HaproxyInherited {
  const block = section.items[0];
  if (!block || !isBlock(block)) return state;
  if (block.type === 'global') {
    const exposes = (what: string): boolean =>
      block.items.some(({ words }) => words[0]!.text === `expose-${what}-directives`);
    const deprecatedAllowed = state.deprecatedAllowed || exposes('deprecated');
    const experimentalAllowed = state.experimentalAllowed === true || exposes('experimental');
    return withKey({ ...state, deprecatedAllowed, experimentalAllowed });
  }
  if (block.type !== 'defaults') return state;
  const current = factsOf(section, block, state);
  return withKey({
    ...state,
    current,
    named: current.name === '' ? state.named : new Map(state.named).set(current.name, current),
  });
}

function withKey(state: HaproxyInherited): HaproxyInherited {
  return {
    ...state,
    key: JSON.stringify([state.deprecatedAllowed, state.experimentalAllowed, state.current, [...state.named.values()]]),
  };
}

/** Whether a defaults section was read before: in a file of proxies alone nobody knows what they take over. */
export function hasDefaults(inherited: Inherited): boolean {
  return (inherited as HaproxyInherited).current !== NONE;
}

/** The defaults that a proxy takes: those it names, else the last before it. */
export function defaultsOf(block: Block, inherited: Inherited): DefaultsFacts {
  const state = inherited as HaproxyInherited;
  const from = sourceOf(block);
  return from === undefined ? state.current : (state.named.get(from) ?? NONE);
}

/** The defaults section that a section names with `from`. */
export function sourceOf(block: Block): string | undefined {
  const at = block.words.findIndex((word, i) => i > 0 && word.text === 'from');
  return at > 0 ? block.words[at + 1]?.text : undefined;
}

/** The mode in which a proxy works, its own or that of its defaults. */
export function modeOf(block: Block, inherited: Inherited): string {
  return ownMode(block) ?? defaultsOf(block, inherited).mode;
}

const modes = new WeakMap<Block, { readonly mode: string | undefined }>();

function ownMode(block: Block): string | undefined {
  let known = modes.get(block);
  if (!known) {
    const line = block.items.findLast((node) => node.words[0]!.text === 'mode' && node.words[1]);
    modes.set(block, (known = { mode: line?.words[1]!.dynamic ? 'unknown' : line?.words[1]!.text }));
  }
  return known.mode;
}

/** Whether a line may give servers a port for their checks: default-server, or the connection that a check begins with. */
export function givesCheckPort({ words }: Node): boolean {
  const first = words[0]!.text;
  if (first === 'default-server') return words.some(({ text }) => ['port', 'addr', 'track'].includes(text));
  if (!/^(tcp|http)-check$/.test(first) || words[1]?.text !== 'connect') return false;
  return words.some(({ text, dynamic }) => dynamic || text === 'port' || text === 'addr');
}

function factsOf(section: Section, block: Block, state: HaproxyInherited): DefaultsFacts {
  const from = sourceOf(block);
  const base = from === undefined ? NONE : (state.named.get(from) ?? NONE);
  const name = block.words[1] && block.words[1].text !== 'from' ? block.words[1].text : '';
  const timeouts = new Set(base.timeouts);
  const rules = new Set(base.rules);
  let { checks, serverDefaults } = base;
  for (const node of block.items) {
    const { words } = node;
    checks ||= givesCheckPort(node);
    const first = words[0]!.text;
    const second = words[1]?.text ?? '';
    if (first === 'default-server') serverDefaults = withParameters(serverDefaults, words);
    if (first === 'timeout') timeouts.add(second);
    // What stands in an `.if` branch may not be there.
    if (section.lines[node.line]!.enter > 0) continue;
    if (/^(http-request|http-response|http-after-response)$/.test(first)) rules.add(first);
    if (/^(tcp-request|tcp-response)$/.test(first)) rules.add(`${first} ${second}`);
    if (first !== 'declare' && makesSlot(node)) rules.add('capture');
  }
  const { on, off } = ownKeywords(block);
  const slots = slotsIn(block.items);
  return {
    name,
    keywords: [...new Set([...base.keywords.filter((keyword) => !off.has(keyword)), ...on])].sort(),
    mode: ownMode(block) ?? base.mode,
    rules: [...rules].sort(),
    slots: { request: base.slots.request + slots.request, response: base.slots.response + slots.response },
    timeouts: [...timeouts].sort(),
    checks,
    serverDefaults,
  };
}
