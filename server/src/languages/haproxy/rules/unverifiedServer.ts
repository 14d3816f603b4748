import type { SectionRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isBlock } from '../../../core/tree';

export const unverifiedServer: SectionRule = {
  id: 'unverified-server',
  severity: 'info',
  title: 'TLS to a server whose certificate is not looked at',
  docs: 'With "verify none" HAProxy encrypts, but talks to anybody who answers at the address. Name the authority that signed the certificates: "verify required ca-file /etc/ssl/ca.pem", or "ca-file @system-ca". A server on the same machine is reached through a socket without any.',
  bad: 'backend app\n    server a 192.0.2.1:443 ssl verify none\n',
  good: 'backend app\n    server a unix@/run/app.sock\n',
  words: ['server', 'default-server', 'server-template'],
  check(section, _context, report) {
    const block = section.items[0];
    if (!block || !isBlock(block)) return;
    for (const { words, line } of block.items) {
      if (!/^(server|default-server|server-template)$/.test(words[0]!.text)) continue;
      const at = words.findIndex(({ text }, i) => i > 0 && text === 'verify' && words[i + 1]?.text === 'none');
      if (at < 0 || !words.some(({ text }) => text === 'ssl')) continue;
      report({
        range: lineRange(line, words[at]!.start, words[at + 1]!.end),
        message:
          'The certificate of the server is not looked at: anybody at its address is believed. Use "verify required" with a "ca-file".',
      });
    }
  },
};
