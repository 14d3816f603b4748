import type { Endpoint, Landmark } from '../../core/landmarks';
import { type Block, isBlock, type Node, type Section } from '../../core/tree';
import { splitAddress } from './addresses';
import { templateNumbers } from './serverTemplate';

/** What a section with this header is when it runs. */
const KINDS: Readonly<Record<string, readonly ('frontend' | 'backend')[]>> = {
  frontend: ['frontend'],
  backend: ['backend'],
  listen: ['frontend', 'backend'],
};

/** Proxies, their servers and what they bind. What a variable names is left out. */
export function landmarks(section: Section): Landmark[] {
  const block = section.items[0];
  if (!block || !isBlock(block)) return [];
  const word = block.words[1];
  const kinds = KINDS[block.type];
  if (!kinds || !word || word.dynamic) return [];
  return [
    ...kinds.map((kind) => ({ kind, name: word.text, line: block.line })),
    ...block.items.flatMap((node) => lineOf(block, word.text, node)),
  ];
}

function lineOf({ type }: Block, within: string, { words, line }: Node): Landmark[] {
  const [first, second] = words;
  if (!second || second.dynamic) return [];
  if (first!.text === 'server' && type !== 'frontend') return [{ kind: 'server', name: second.text, within, line }];
  if (first!.text === 'server-template' && type !== 'frontend') {
    const numbers = templateNumbers(words[2]?.text);
    return numbers ? [{ kind: 'template', name: second.text, within, line, numbers }] : [];
  }
  if (first!.text !== 'bind' || type === 'backend') return [];
  return [{ kind: 'bind', name: second.text, within, line, endpoints: endpointsOf(second.text) }];
}

/** Both ends of a range of ports. None when one of the addresses is no network address written out. */
function endpointsOf(text: string): Endpoint[] {
  const found: Endpoint[] = [];
  for (const part of text.split(',').filter((one) => one !== '')) {
    const { host, port = '' } = splitAddress(part);
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    const ports = /^(\d+)(?:-(\d+))?$/.exec(port);
    if (!ports || !/^(?:\*|[\d.]*|[\da-fA-F:.]*:[\da-fA-F:.]*)$/.test(bare)) return [];
    const name = bare === '*' ? '' : bare.toLowerCase();
    const [, first, last = first] = ports;
    found.push({ host: name, port: Number(first) });
    if (last !== first) found.push({ host: name, port: Number(last) });
  }
  return found;
}
