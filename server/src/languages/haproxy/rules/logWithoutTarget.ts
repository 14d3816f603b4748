import { absolute, headRange } from '../../../core/blocks';
import type { DocumentContext, DocumentRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';
import { ownKeywords } from '../ownKeywords';
import { Noted } from '../noted';
import { addBelowHeader } from './reorder';
import { isWhole, says, sectionsOf } from '../proxies';

/** What chooses the form of the lines that are logged. */
const FORMATS = ['option httplog', 'option httpslog', 'option tcplog', 'log-format'];

export const logWithoutTarget: DocumentRule = {
  id: 'log-without-target',
  severity: 'warning',
  title: 'A log format, and nowhere to log to',
  docs: 'The section says how a line of the log looks, but no "log" line says where it goes: nothing is logged. Add "log global" and, in the global section, a target such as "log stdout format raw local0".',
  bad: 'global\n    log stdout format raw local0\ndefaults\n    mode http\n    timeout client 30s\nfrontend web\n    bind :8080\n    option httplog\n',
  good: 'global\n    log stdout format raw local0\ndefaults\n    mode http\n    log global\n    timeout client 30s\nfrontend web\n    bind :8080\n    option httplog\n',
  checkDocument(document, context, report) {
    if (!isWhole(context)) return;
    const hasGlobal = hasGlobalLog(context);
    for (const [proxy, saysGlobal] of withoutOwn.in(context)) {
      if (proxy.document !== document || (hasGlobal && saysGlobal)) continue;
      const { block, section } = proxy;
      const line = block.items.find((node) => isFormat(node.words));
      const range = line ? lineRange(line.line, line.words[0]!.start, line.words.at(-1)!.end) : headRange(block);
      const where = saysGlobal ? 'the global section has no "log" line' : 'no "log" line says where to';
      const edit = addBelowHeader(section, block.items, ['log global']);
      report({
        range: absolute(section, range),
        message: `Nothing is logged here: ${where}.`,
        ...(hasGlobal ? { fixes: [{ title: 'Add "log global"', preferred: true, edits: [edit] }] } : {}),
      });
    }
  },
};

/** Proxies with a format and no target of their own, with whether they log to that of the global section. */
const withoutOwn = new Noted((proxy) => {
  if (proxy.block.type === 'backend' || !proxy.certain || !proxy.plain) return undefined;
  if (!says(proxy, ...FORMATS) || says(proxy, 'log', 'disabled')) return undefined;
  return /^(tcp|http)$/.test(proxy.mode) ? says(proxy, 'log global') : undefined;
});

function isFormat(words: readonly { readonly text: string }[]): boolean {
  return FORMATS.includes(words[0]!.text) || FORMATS.includes(`${words[0]!.text} ${words[1]?.text ?? ''}`);
}

function hasGlobalLog(context: DocumentContext): boolean {
  return sectionsOf(context).others.some(
    ({ items: [block] }) => block && isBlock(block) && block.type === 'global' && ownKeywords(block).on.has('log'),
  );
}
