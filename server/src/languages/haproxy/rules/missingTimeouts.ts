import type { DocumentRule, Fix } from '../../../core/language';
import { headRange, absolute } from '../../../core/blocks';
import { ownKeywords } from '../ownKeywords';
import { Noted } from '../noted';
import { isWhole, type Proxy, says } from '../proxies';
import { addBelowHeader } from './reorder';

export const missingTimeouts: DocumentRule = {
  id: 'missing-timeouts',
  severity: 'warning',
  title: 'A proxy without the timeouts that it needs',
  docs: 'Without "timeout client" on the side of the clients, and "timeout connect" and "timeout server" on that of the servers, connections of which the other end has gone are kept for ever, until none are left. HAProxy warns of it. A time of 0 counts as none. Set them once, in the defaults section.',
  bad: 'defaults\n    mode http\n    timeout connect 5s\n    timeout client 30s\nbackend app\n    server a 192.0.2.1:80\n',
  good: 'defaults\n    mode http\n    timeout connect 5s\n    timeout client 30s\n    timeout server 30s\nbackend app\n    server a 192.0.2.1:80\n',
  checkDocument(document, context, report) {
    if (!isWhole(context)) return;
    for (const [proxy, missing] of faulty.in(context)) {
      if (proxy.document !== document) continue;
      const names = missing.map((name) => `"timeout ${name}"`).join(' and ');
      report({
        range: absolute(proxy.section, headRange(proxy.block)),
        message: `This ${proxy.block.type} has no ${names}: connections of which the other end has gone are kept for ever. Set it here or in the defaults.`,
        fixes: [fixFor(proxy, missing)],
      });
    }
  },
};

/** Times that suit most: long enough for slow answers, short enough to get rid of the dead. */
const USUAL: Readonly<Record<string, string>> = { client: '30s', connect: '5s', server: '30s' };

function fixFor({ section, block }: Proxy, missing: readonly string[]): Fix {
  const lines = missing.map((name) => `timeout ${name} ${USUAL[name]!}`);
  const title = `Add ${lines.map((line) => `"${line}"`).join(', ')}`;
  return { title, edits: [addBelowHeader(section, block.items, lines)] };
}

const faulty = new Noted((proxy) => {
  const missing = missingIn(proxy);
  return missing.length > 0 ? missing : undefined;
});

/** As the program's check of a configuration has it. */
function missingIn(proxy: Proxy): readonly string[] {
  const { block, mode } = proxy;
  if (!proxy.plain || !proxy.certain || (mode !== 'tcp' && mode !== 'http') || says(proxy, 'disabled')) return [];
  const missing: string[] = [];
  if (block.type !== 'backend' && !says(proxy, 'timeout client')) missing.push('client');
  const { on } = ownKeywords(block);
  if (block.type === 'frontend' || !(on.has('server') || on.has('server-template'))) return missing;
  if (!says(proxy, 'timeout connect')) missing.push('connect');
  if (!says(proxy, 'timeout server') && (mode === 'http' || !says(proxy, 'timeout tunnel'))) missing.push('server');
  return missing;
}
