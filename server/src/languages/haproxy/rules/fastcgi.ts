import { absolute } from '../../../core/blocks';
import type { DocumentRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Node } from '../../../core/tree';
import { isDisabled } from '../late';
import { Noted } from '../noted';
import type { Proxy } from '../proxies';
import { serversOf } from '../serverParameters';

export const fastcgi: DocumentRule = {
  id: 'fastcgi-without-server',
  severity: 'error',
  title: 'FastCGI with one half missing',
  docs: 'To speak FastCGI with servers a section needs both: "use-fcgi-app" with the application, and servers with "proto fcgi". HAProxy refuses one without the other.',
  bad: 'fcgi-app php\n    docroot /var/www\nbackend app\n    mode http\n    use-fcgi-app php\n    server a 192.0.2.1:9000\n',
  good: 'fcgi-app php\n    docroot /var/www\nbackend app\n    mode http\n    use-fcgi-app php\n    server a 192.0.2.1:9000 proto fcgi\n',
  checkDocument(document, context, report) {
    for (const [proxy, { node, message }] of faulty.in(context)) {
      if (proxy.document !== document) continue;
      const range = lineRange(node.line, node.words[0]!.start, node.words[1]!.end);
      report({ range: absolute(proxy.section, range), message });
    }
  },
};

interface Fault {
  readonly node: Node;
  readonly message: string;
}

const faulty = new Noted((proxy, { version }) => (proxy.block.type === 'frontend' ? undefined : look(proxy, version)));

function look({ section, block, plain, inherited }: Proxy, version: string): Fault | undefined {
  const uses = block.items.find(({ words }) => words[0]!.text === 'use-fcgi-app' && words[1]);
  const mentions = uses ?? block.items.find(({ words }) => words.some(({ text }) => text === 'fcgi'));
  if (!mentions || !plain || isDisabled(block, inherited)) return undefined;
  if (block.items.some(({ words }) => words.some(({ dynamic }) => dynamic) || words[1]?.text === 'fcgi-app'))
    return undefined;
  const speaking = [...serversOf(section, block, inherited, version)].filter(([, given]) => given['proto'] === 'fcgi');
  const [first] = speaking;
  if (uses && !first)
    return { node: uses, message: 'No server of this section speaks FastCGI: add "proto fcgi" to the servers.' };
  if (!uses && first?.[0].words[0]!.text === 'server')
    return { node: first[0], message: 'No "use-fcgi-app" line says which application this FastCGI server has.' };
  return undefined;
}
