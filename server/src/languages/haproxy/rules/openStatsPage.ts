import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock, type Node } from '../../../core/tree';
import { defaultsOf, hasDefaults } from '../inherit';
import { isPlain } from '../ownKeywords';

/** Addresses that only the machine itself reaches. */
const LOCAL = /^(ipv4@)?127\.|^(ipv6@)?\[?::1\]?:|^localhost:|^unix@|^\/|^abns@|^fd@|^sockpair@/;

export const openStatsPage: SectionRule = {
  id: 'open-stats-page',
  severity: 'info',
  title: 'A statistics page that anybody may read, or even use',
  docs: 'The statistics page names every server and its state. Ask for a password with "stats auth", let only some addresses in, or bind it to an address that only you reach. With "stats admin if TRUE" anybody who reaches the page can stop servers: that is a warning.',
  bad: 'defaults\n    mode http\n    timeout client 30s\nlisten stats\n    bind :8404\n    stats enable\n    stats admin if TRUE\n',
  good: 'defaults\n    mode http\n    timeout client 30s\nlisten stats\n    bind 127.0.0.1:8404\n    stats enable\n    stats admin if TRUE\n',
  sections: ['frontend', 'listen'],
  words: ['stats'],
  check(section, { inherited }, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || !/^(frontend|listen)$/.test(block.type)) return;
    if (!isPlain(section) || !hasDefaults(inherited) || block.items.some(isGuard)) return;
    const shows = block.items.find(
      ({ words }) => words[0]!.text === 'stats' && /^(enable|uri)$/.test(words[1]?.text ?? ''),
    );
    if (!shows) return;
    const { keywords, rules } = defaultsOf(block, inherited);
    if (rules.length > 0 || keywords.some((keyword) => keyword === 'stats auth' || keyword === 'stats http-request'))
      return;
    const binds = block.items.filter(({ words }) => words[0]!.text === 'bind');
    if (binds.length === 0 || !binds.some(({ words }) => isReachable(words[1]))) return;
    const admin = block.items.find(isUnconditionalAdmin);
    const node = admin ?? shows;
    report({
      range: lineRange(node.line, node.words[0]!.start, node.words.at(-1)!.end),
      ...(admin ? { severity: 'warning' } : {}),
      message: admin
        ? 'Anybody who reaches this page can stop servers: ask for a password with "stats auth", or let only some addresses in.'
        : 'Anybody who reaches this page can read it: ask for a password with "stats auth", or let only some addresses in.',
    });
  },
};

/** A line that may keep somebody out. */
function isGuard({ words }: Node): boolean {
  const [first, second] = [words[0]!.text, words[1]?.text ?? ''];
  if (first === 'stats') return /^(auth|http-request)$/.test(second);
  if (first === 'bind') return words.some(({ text, dynamic }) => dynamic || text === 'verify');
  return /^(http-request|tcp-request|filter|monitor-net)$/.test(first);
}

const isReachable = (word: Node['words'][number] | undefined): boolean =>
  word !== undefined && !word.dynamic && word.text.split(',').some((address) => !LOCAL.test(address));

function isUnconditionalAdmin({ words }: Node): boolean {
  return (
    words[0]!.text === 'stats' &&
    words[1]?.text === 'admin' &&
    words[2]?.text === 'if' &&
    /^(TRUE|HTTP)$/.test(words[3]?.text ?? '') &&
    words.length === 4
  );
}
