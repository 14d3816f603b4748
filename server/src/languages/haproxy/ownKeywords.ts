import { Kept } from '../../core/kept';
import { type Block, isBlock, type Section } from '../../core/tree';

/** What a proxy or defaults section says by keyword: what is set, and what is taken back. */
export interface OwnKeywords {
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
}

const kept = new WeakMap<Block, OwnKeywords>();

/** Keywords whose second word counts, too: `option httplog`, `timeout client`. */
const FAMILIES: ReadonlySet<string> = new Set(['option', 'timeout', 'stats', 'email-alert', 'persist', 'capture']);

/** Balancing by something in the request, which another way takes the place of. */
export const BY_REQUEST = 'balance by request';

/** The keywords of a section; what stands in an `.if` branch counts as said. */
export function ownKeywords(block: Block): OwnKeywords {
  const known = kept.get(block);
  if (known) return known;
  const on = new Set<string>();
  const off = new Set<string>();
  for (const { words } of block.items) {
    const isNo = words[0]!.text === 'no';
    const isDefault = words[0]!.text === 'default';
    const at = isNo || isDefault ? 1 : 0;
    const first = words[at]?.text;
    const second = words[at + 1]?.text ?? '';
    if (first === undefined) continue;
    const name = keyOf(first, second);
    const isOff = isNo || isDefault || (first === 'timeout' && /^0+(us|ms|s|m|h|d)?$/.test(words[2]?.text ?? ''));
    if (first === 'enabled') change('disabled', off, on);
    else if (first === 'log' && isOff) for (const one of ['log', 'log global']) change(one, off, on);
    else change(name, isOff ? off : on, isOff ? on : off);
    if (name === 'balance') change(BY_REQUEST, off, on);
  }
  const found = { on, off };
  kept.set(block, found);
  return found;
}

function keyOf(first: string, second: string): string {
  if (first === 'log') return second === 'global' ? 'log global' : 'log';
  if (first === 'balance') return /^(uri|url_param|hdr\()/.test(second) ? BY_REQUEST : first;
  return FAMILIES.has(first) ? `${first} ${second}` : first;
}

function change(name: string, to: Set<string>, from: Set<string>): void {
  to.add(name);
  from.delete(name);
}

const plain = new Kept<boolean>();

/** Whether all lines of a section are read for certain: none stands in an `.if` branch. */
export function isPlain(section: Section): boolean {
  const known = plain.get(section);
  if (known !== undefined) return known;
  return plain.set(
    section,
    section.lines.every((line) => line.enter === 0 && line.exit === 0),
  );
}

const PROXIES: ReadonlySet<string> = new Set(['frontend', 'listen', 'backend']);

/** The proxy that a section is, if it is one. */
export function proxyOf(section: Section): Block | undefined {
  const block = section.items[0];
  return block && isBlock(block) && PROXIES.has(block.type) ? block : undefined;
}
