import { absolute, headRange } from '../../../core/blocks';
import type { ParsedDocument } from '../../../core/document';
import type { DocumentContext, Finding } from '../../../core/language';
import { isHttpOption } from '../httpOptions';
import { defaultsOf } from '../inherit';
import { Noted } from '../noted';
import { BY_REQUEST, ownKeywords } from '../ownKeywords';
import { isTcp, says } from '../proxies';

/** What proxies of some kinds take over from their defaults, though it means nothing in TCP mode. */
const TAKEN: ReadonlyMap<string, RegExp> = new Map([
  ['option forwardfor', /./],
  ['option originalto', /./],
  ['option forwarded', /^(backend|listen)$/],
  ['monitor-uri', /./],
  ['capture cookie', /./],
  ['cookie', /^(backend|listen)$/],
  [BY_REQUEST, /^(backend|listen)$/],
]);

/** Proxies in TCP mode whose defaults say what only HTTP mode knows: the program warns of each such proxy, and names no line. */
export function takenInTcp(document: ParsedDocument, context: DocumentContext): Finding[] {
  return taken.inOrder(context, document).map(([{ section, block }, names]) => ({
    range: absolute(section, headRange(block)),
    message: `This ${block.type} works in TCP mode: HAProxy ignores what it takes over from its defaults, ${names
      .map((name) => `"${name}"`)
      .join(', ')}. Give it "mode http", or defaults without that.`,
  }));
}

const taken = new Noted((proxy, schema) => {
  const { block, inherited } = proxy;
  const { keywords } = defaultsOf(block, inherited);
  if (keywords.length === 0 || !isTcp(proxy, true)) return undefined;
  const { on } = ownKeywords(block);
  const names = keywords.filter((name) => {
    if (on.has(name) || !says(proxy, name)) return false;
    if (name.startsWith('option ') && isHttpOption(name, block.type, schema)) return true;
    return TAKEN.get(name)?.test(block.type) === true;
  });
  const hasStats = keywords.some(isStats) && ![...on].some(isStats);
  if (hasStats) names.push('stats');
  return names.length > 0 ? names : undefined;
});

const isStats = (name: string): boolean => name.startsWith('stats ') && name !== 'stats socket';
