import type { Finding, SectionRule } from '../../../core/language';
import type { Word } from '../../../core/scan';
import type { Arg, BlockSchema, OptionSet, Schema } from '../../../core/schema';
import { nearest } from '../../../core/spelling';
import { lineRange } from '../../../core/text';
import type { Node } from '../../../core/tree';
import { addressFault, addressFamily } from '../address';
import { blocksOf, isInclude, wordRange } from '../blocks';
import { valueFault } from '../values';
import { checkValue } from './invalidValue';
import { checkRouting } from './routing';
import { instance } from './texts';

type Report = (finding: Finding) => void;

/** What stands in a list: addresses of `virtual_ipaddress`, peers, tracked names with their weights. */
export const invalidItem: SectionRule = {
  id: 'invalid-item',
  severity: 'error',
  title: 'Entry of a list that keepalived skips',
  docs: 'keepalived reports an entry that it cannot read (an address with a digit too many, a prefix length beyond 32, an unknown parameter) and goes on without it: the node then lacks that address, peer or check.',
  bad: instance('    nopreempt').replace('192.0.2.10/24', '192.0.2.256/24'),
  good: instance('    nopreempt').replace('192.0.2.10/24', '192.0.2.10/24 dev eth0 label eth0:vip'),
  check(section, { schema }, report) {
    for (const block of blocksOf(section)) {
      const type = schema.blocks.get(block.type);
      if (!type?.open || !type.items) continue;
      for (const item of block.items) {
        if (isInclude(item) || item.words[0]!.dynamic) continue;
        checkItem(item, type, type.items, schema, report);
      }
      if (block.type === 'vrrp_instance.virtual_ipaddress') sameFamily(block.items, report);
    }
  },
};

function checkItem(item: Node, type: BlockSchema, items: readonly Arg[], schema: Schema, report: Report): void {
  const set = items.at(-1)!.options;
  if (type.type === 'virtual_server_group') checkGroupEntry(item, report);
  else if (set === 'address')
    checkAddress(item, schema.options.get(set)!, type.type.startsWith('vrrp_instance'), report);
  else if (set === 'route' || set === 'rule') checkRouting(item, set, schema, report);
  else if (set === 'track') checkTrack(item, type.type, report);
  else if (set === 'peer') checkPeer(item, items[0]!, schema.options.get(set)!, report);
  else if (set === undefined) {
    items.forEach((arg, i) => {
      const word = item.words[i];
      if (word) checkValue(item, word, arg, report);
    });
  }
}

function checkAddress(item: Node, options: OptionSet, virtual: boolean, report: Report): void {
  const [address] = item.words;
  if (!address) return;
  reportAddress(item, address, report);
  for (let i = 1; i < item.words.length; i++) {
    const word = item.words[i]!;
    if (word.dynamic) continue;
    const option = options.get(word.text);
    const elsewhere = virtual ? word.text === 'track_group' : word.text === 'no_track' || word.text === 'use_vmac';
    if (!option || elsewhere) {
      unknownParameter(item, word, options, report);
      continue;
    }
    if (option.args.length === 0) continue;
    const value = item.words[++i];
    if (!value) report({ range: wordRange(item, word), message: `"${word.text}" needs a value behind it.` });
    else if (!value.dynamic) checkParameter(item, word, value, report);
  }
}

const SCOPES = ['global', 'site', 'link', 'host', 'nowhere'];
/** IFNAMSIZ - 1: the kernel takes no longer label. */
const LONGEST_LABEL = 15;

function checkParameter(item: Node, option: Word, value: Word, report: Report): void {
  const range = wordRange(item, value);
  const { text } = value;
  if (option.text === 'scope' && !SCOPES.includes(text) && !/^\d+$/.test(text)) {
    report({ range, message: `"${text}" is not a scope: it is one of ${SCOPES.join(', ')}.` });
  } else if (option.text === 'label' && text.length > LONGEST_LABEL) {
    report({
      range,
      message: `The label "${text}" is longer than ${LONGEST_LABEL} characters: keepalived removes the address.`,
    });
  } else if (
    (option.text === 'peer' || option.text.startsWith('br')) &&
    text !== '+' &&
    text !== '-' &&
    !addressFamily(text)
  ) {
    report({ range, message: `"${text}" is not an IP address.` });
  }
}

function unknownParameter(item: Node, word: Word, options: OptionSet, report: Report): void {
  const guess = nearest(word.text, options.keys());
  const range = wordRange(item, word);
  report({
    range,
    message: `Unknown parameter "${word.text}" of an address.${guess === undefined ? '' : ` Did you mean "${guess}"?`}`,
    ...(guess !== undefined && {
      fixes: [{ title: `Change to "${guess}"`, preferred: true, edits: [{ range, text: guess }] }],
    }),
  });
}

function reportAddress(item: Node, word: Word, report: Report): void {
  if (word.dynamic) return;
  const fault = addressFault(word.text);
  if (!fault) return;
  const start = word.quoted ? word.start : word.start + fault.at;
  report({ range: lineRange(item.line, start, word.end), message: fault.problem });
}

/** Weights of a script, an interface and a BFD instance go to 253, those of a file and a process to 254. */
function checkTrack(item: Node, type: string, report: Report): void {
  const most = /track_(?:file|process)$/.test(type) ? 254 : 253;
  const words = item.words;
  for (let i = 1; i < words.length; i++) {
    const word = words[i]!;
    if (word.dynamic || ['reverse', 'noreverse', 'no_reverse'].includes(word.text)) continue;
    if (word.text !== 'weight') {
      report({
        range: wordRange(item, word),
        message: `Unknown parameter "${word.text}": weight NUMBER, reverse or noreverse may stand here.`,
      });
      continue;
    }
    const weight = words[++i];
    if (!weight)
      report({ range: wordRange(item, word), message: `"weight" needs a number from -${most} to ${most} behind it.` });
    else checkValue(item, weight, { name: 'weight', type: 'int', min: -most, max: most }, report);
  }
}

function checkPeer(item: Node, address: Arg, options: OptionSet, report: Report): void {
  checkValue(item, item.words[0]!, address, report);
  for (let i = 1; i < item.words.length; i += 2) {
    const [word, value] = [item.words[i]!, item.words[i + 1]];
    if (word.dynamic) continue;
    const arg = options.get(word.text)?.args[0];
    if (!arg)
      report({
        range: wordRange(item, word),
        message: `Unknown parameter "${word.text}": min_ttl and max_ttl may stand behind a peer's address.`,
      });
    else if (!value) report({ range: wordRange(item, word), message: `"${word.text}" needs a number behind it.` });
    else checkValue(item, value, arg, report);
  }
}

/** Port 0 stands for every port of a persistent service. */
const PORT: Arg = { name: 'port', type: 'port', min: 0 };

/** `ADDRESS[-RANGE][/PREFIX] [PORT]` or `fwmark NUMBER [inet|inet6]`. */
function checkGroupEntry(item: Node, report: Report): void {
  const [first, second] = item.words;
  if (!first || first.dynamic) return;
  if (first.text === 'fwmark') {
    const mark: Arg = { name: 'mark', type: 'uint', min: 0, max: 4294967295 };
    if (second) checkValue(item, second, mark, report);
    return;
  }
  const base = first.text.split(/[-/]/)[0]!;
  if (!addressFamily(base)) report({ range: wordRange(item, first), message: `"${base}" is not an IP address.` });
  else if (second && !second.dynamic && valueFault(PORT, second.text)) {
    checkValue(item, second, PORT, report);
  }
}

/** All addresses of an instance are of one family: keepalived drops those that differ from the first. */
function sameFamily(items: readonly Node[], report: Report): void {
  let first: 4 | 6 | undefined;
  for (const item of items) {
    const word = item.words[0]!;
    const family = word.dynamic ? undefined : addressFamily(word.text.split('/')[0]!);
    if (family === undefined) continue;
    first ??= family;
    if (family === first) continue;
    const message = `"${word.text}" is an IPv${family} address, but the instance's first is IPv${first}: put it into virtual_ipaddress_excluded or into an instance of its own.`;
    report({ range: wordRange(item, word), message });
  }
}
