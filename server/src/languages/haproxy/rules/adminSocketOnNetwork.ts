import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';
import { splitAddress } from '../addresses';

export const adminSocketOnNetwork: SectionRule = {
  id: 'admin-socket-on-network',
  severity: 'warning',
  title: 'Commands to HAProxy from the network',
  docs: 'The socket of "stats socket" asks for no password. On a network address anybody who reaches it can, with "level admin", stop servers and change certificates. Use a path, which the file system protects. On an address of the machine itself every local user can: this is told as information.',
  bad: 'global\n    stats socket ipv4@0.0.0.0:9999 level admin\n',
  good: 'global\n    stats socket /run/haproxy/admin.sock mode 600 level admin\n',
  sections: ['global'],
  words: ['stats'],
  check(section, _context, report) {
    const block = section.items[0];
    if (!block || !isBlock(block) || block.type !== 'global') return;
    for (const { words, line } of block.items) {
      const address = words[2];
      if (words[0]!.text !== 'stats' || words[1]?.text !== 'socket' || !address || address.dynamic) continue;
      const at = words.findIndex(({ text }, i) => i > 2 && text === 'level' && words[i + 1]?.text === 'admin');
      const { host, port } = splitAddress(address.text);
      if (at < 0 || port === undefined || /^(\/|unix@|fd@|abnsz?@|sockpair@|uxst@)/.test(address.text)) continue;
      const isLocal = /^(127\.|\[?::1\]?$|localhost$)/.test(host);
      report({
        range: lineRange(line, address.start, address.end),
        ...(isLocal ? { severity: 'info' } : {}),
        message: `${isLocal ? 'Every user of this machine' : 'Anybody who reaches this address'} can give HAProxy commands: no password is asked. Use a path.`,
      });
    }
  },
};
