import type { RuleContext, SectionRule } from '../../../core/language';
import { compareVersions } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import { type Block, isBlock, type Node, type Section } from '../../../core/tree';
import { splitAddress } from '../addresses';
import { bind } from '../arguments';
import { checkOption } from '../checkOption';
import { isInactive } from '../directives';
import { defaultsOf, givesCheckPort, hasDefaults } from '../inherit';
import { isPlain } from '../ownKeywords';

export const checkWithoutPort: SectionRule = {
  id: 'check-without-port',
  severity: 'error',
  title: 'A checked server without a port to check',
  docs: 'A health check needs a port. It is the port of the server, or the one that "port" names, or that of the "tcp-check connect" lines of "option tcp-check", all of which then need one. A port relative to that of the client (`:+80`) is none.',
  bad: 'backend app\n    server a 192.0.2.1 check\n',
  good: 'backend app\n    server a 192.0.2.1:80 check\n',
  sections: ['backend', 'listen'],
  words: ['server'],
  check(section, context, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !['backend', 'listen'].includes(block.type)) return;
    if (defaultsOf(block, context.inherited).checks) return;
    if (mayGivePort(section, block, context)) return;
    for (const node of block.items) {
      if (node.words[0]!.text !== 'server' || !isChecked(node) || isInactive(section, node, context.schema.version))
        continue;
      const address = bind(node, context.schema)?.args.find(({ arg }) => arg.type === 'address:server');
      const word = address && node.words[address.from]!;
      if (!word || !isNetworkAddress(word.text)) continue;
      const { port } = splitAddress(word.text);
      if (port !== undefined && /^[0-9]+$/.test(port) && Number(port) > 0) continue;
      report({
        range: lineRange(node.line, word.start, word.end),
        message: `This server is checked, but "${word.text}" has no port to check: add one, or "port" with a number.`,
      });
    }
  },
};

/** Whether other lines of a section give its servers a port to check. */
function mayGivePort(section: Section, block: Block, { schema: { version }, inherited }: RuleContext): boolean {
  const giving = block.items.filter(givesCheckPort);
  if (giving.length === 0 || giving.some(({ words }) => words[0]!.text === 'default-server')) return giving.length > 0;
  const option = checkOption(block);
  // Not tried, or not known for certain.
  if (!isPlain(section) || option === 'external-check' || compareVersions(version, '3.2') > 0) return true;
  const isElsewhere = option === undefined && !hasDefaults(inherited);
  const isMade = option === 'tcp-check' || defaultsOf(block, inherited).keywords.includes('option tcp-check');
  if (!isElsewhere && (!isMade || (option !== undefined && option !== 'tcp-check'))) return false;
  // Of "http-check" rules HAProxy takes no port, and every connection of "tcp-check" needs one.
  const connections = block.items.filter(({ words }) => words[0]!.text === 'tcp-check' && words[1]?.text === 'connect');
  return connections.length > 0 && connections.every(givesCheckPort);
}

const isNetworkAddress = (text: string): boolean =>
  !text.startsWith('/') && (!text.includes('@') || /^ipv[46]@/.test(text));

/** Whether a server is checked, and at the port of its address as far as the line tells. */
function isChecked({ words }: Node): boolean {
  let checked = false;
  for (const { text, dynamic } of words) {
    if (dynamic || ELSEWHERE.has(text)) return false;
    checked ||= text === 'check';
  }
  return checked;
}

const ELSEWHERE: ReadonlySet<string> = new Set(['port', 'addr', 'no-check', 'track']);
