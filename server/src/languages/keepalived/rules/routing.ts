import type { Finding } from '../../../core/language';
import type { Word } from '../../../core/scan';
import type { BlockSchema, Keyword, OptionSet, Schema } from '../../../core/schema';
import { nearest } from '../../../core/spelling';
import type { Node } from '../../../core/tree';
import { addressFamily } from '../address';
import { headRange, wordRange } from '../blocks';
import { checkValue } from './invalidValue';

type Report = (finding: Finding) => void;
type Kind = 'route' | 'rule';

/** What stands behind these has a grammar of its own. */
const OPAQUE = new Set(['nexthop', 'encap', 'as']);
const FAMILIES = new Set(['inet', 'inet6']);
/** What a rule does with the packets that it is about. */
const ACTIONS = ['table', 'lookup', 'l3mdev', 'goto', 'nop', 'blackhole', 'unreachable', 'prohibit', 'type'];

/** A route or a rule, word by word: keepalived leaves out the whole entry for one word that it cannot read. */
export function checkRouting(item: Node, kind: Kind, schema: Schema, report: Report): void {
  const first = item.words[0]!;
  const options = schema.options.get(kind)!;
  const home = options.has(first.text) || /[.:\d]/.test(first.text) ? undefined : homeOf(first.text, schema);
  if (home) {
    report({ range: wordRange(item, first), message: `"${first.text}" is no ${kind}: it belongs in ${home.label}.` });
    return;
  }
  if (item.words.some((word) => word.dynamic)) return;
  const destination: Keyword | undefined = kind === 'route' ? options.get('to') : undefined;
  let [at, known, destined] = [0, true, false];
  while (at < item.words.length && known) {
    const word = item.words[at]!;
    if (OPAQUE.has(word.text)) return;
    const option = options.get(word.text);
    if (option && option !== destination) {
      at = checkOption(item, at, option, report);
    } else if (destination) {
      if (option) at++;
      known = checkDestination(item, item.words[at++] ?? word, options, report);
      destined = true;
    } else known = unknownWord(item, word, kind, options, report);
  }
  if (known) checkWhole(item, kind, destined, report);
}

/** A keyword of another block: the list lacks its brace, or the line is misplaced. */
function homeOf(name: string, schema: Schema): BlockSchema | undefined {
  return [...schema.blocks.values()].find((block) => block.keywords.get(name));
}

/** Checks a parameter and its value; returns where the next one stands. */
function checkOption(item: Node, at: number, option: Keyword, report: Report): number {
  const [arg] = option.args;
  if (!arg) return at + 1;
  const word = item.words[at]!;
  if (option.deprecated) reportDeprecated(item, word, option.deprecated.instead!, report);
  // `via inet6 ADDRESS`, `mtu lock BYTES`.
  const prefixed = FAMILIES.has(item.words[at + 1]?.text ?? '') || item.words[at + 1]?.text === 'lock';
  const value = item.words[at + (prefixed ? 2 : 1)];
  if (!value) report({ range: wordRange(item, word), message: `"${word.text}" needs a value behind it.` });
  else checkValue(item, value, arg, report);
  return at + (prefixed ? 3 : 2);
}

function reportDeprecated(item: Node, word: Word, instead: string, report: Report): void {
  report({
    range: wordRange(item, word),
    message: `"${word.text}" is deprecated: use "${instead}".`,
    severity: 'warning',
    tag: 'deprecated',
  });
}

/** The first word without a parameter's name in front of it. */
function checkDestination(item: Node, word: Word, options: OptionSet, report: Report): boolean {
  if (!/[.:/\d]/.test(word.text) && !/^(?:default6?|any|all)$/.test(word.text))
    return unknownWord(item, word, 'route', options, report);
  // A number alone is a type of route.
  if (/^\d+$/.test(word.text)) return false;
  checkValue(item, word, { name: 'prefix', type: 'prefix' }, report);
  return true;
}

function unknownWord(item: Node, word: Word, kind: Kind, options: OptionSet, report: Report): false {
  const guess = nearest(word.text, options.keys());
  const range = wordRange(item, word);
  const hint = guess === undefined ? '' : ` Did you mean "${guess}"?`;
  report({
    range,
    message: `Unknown parameter "${word.text}" of a ${kind}: keepalived leaves the whole ${kind} out.${hint}`,
    ...(guess !== undefined && {
      fixes: [{ title: `Change to "${guess}"`, preferred: true, edits: [{ range, text: guess }] }],
    }),
  });
  return false;
}

/** What only the whole entry tells. */
function checkWhole(item: Node, kind: Kind, destined: boolean, report: Report): void {
  const fault = kind === 'route' ? routeFault(item, destined) : ruleFault(item);
  if (fault !== undefined) report({ range: headRange(item), message: fault });
}

function routeFault(item: Node, destined: boolean): string | undefined {
  if (!destined) return 'The route leads nowhere: write the addresses that it is for, or "default".';
  return isMixed(item) ? 'IPv4 and IPv6 addresses do not go together in a route.' : undefined;
}

function ruleFault(item: Node): string | undefined {
  const actions = item.words.filter((word) => ACTIONS.includes(word.text));
  if (actions.length === 0) return 'The rule says what it is about, but not what to do: add "table NUMBER".';
  return isMixed(item) ? 'IPv4 and IPv6 addresses do not go together in a rule.' : undefined;
}

function isMixed(item: Node): boolean {
  const families = item.words.map((word) => addressFamily(word.text.split('/')[0]!)).filter(Boolean);
  return new Set(families).size > 1;
}
