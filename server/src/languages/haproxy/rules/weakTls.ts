import type { Finding, StatementRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Bound } from '../arguments';
import type { Node } from '../../../core/tree';

/** Lines that say something of TLS. */
const CIPHER_LINES: ReadonlySet<string> = new Set(['ssl-default-bind-ciphers', 'ssl-default-server-ciphers']);
const LINES: ReadonlySet<string> = new Set([
  ...['bind', 'server', 'default-server', 'server-template', 'ssl-default-bind-options', 'ssl-default-server-options'],
  ...CIPHER_LINES,
]);

const OLD: ReadonlyMap<string, string> = new Map([
  ['force-sslv3', 'SSLv3'],
  ['force-tlsv10', 'TLSv1.0'],
  ['force-tlsv11', 'TLSv1.1'],
]);

/** Ciphers and key exchanges that protect nothing any more (RFC 9325, chapter 4.1). */
const BROKEN = /^(?:.*[-+])?(RC4|DES|NULL|eNULL|aNULL|ADH|AECDH|EXP|EXPORT|LOW|MD5)(?:[-+].*)?$/;
/** Triple DES is slow and old, but it takes gigabytes of one connection to break it. */
const OLD_CIPHER = /3DES|DES-CBC3/;

export const weakTls: StatementRule = {
  id: 'weak-tls',
  severity: 'warning',
  title: 'A version of TLS or a cipher that is broken',
  docs: 'SSLv3, TLS 1.0 and TLS 1.1 are withdrawn (RFC 7568 and RFC 8996), and ciphers such as RC4, DES and those without encryption or authentication protect nothing. Use "ssl-min-ver TLSv1.2" and a list of ciphers made for today. TLS 1.0 and 1.1 are told as information: old clients may still need them.',
  bad: 'global\n    ssl-default-bind-ciphers RC4-SHA:ECDHE-RSA-AES128-GCM-SHA256\n',
  good: 'global\n    ssl-default-bind-options ssl-min-ver TLSv1.2\n    ssl-default-bind-ciphers ECDHE-RSA-AES128-GCM-SHA256\n',
  concerns: ({ name }) => LINES.has(name),
  checkStatement(node, { args }: Bound, _context, report) {
    const first = node.words[0]!.text;
    if (!LINES.has(first)) return;
    for (let i = 1; i < node.words.length; i++) {
      const old = OLD.get(node.words[i]!.text);
      if (old !== undefined) report(version(node, i, old));
    }
    for (let i = 0; i < args.length; i++) {
      const { from, parameter } = args[i]!;
      const { text } = node.words[from]!;
      if ((parameter === 'ssl-min-ver' || parameter === 'ssl-max-ver') && /^(SSLv3|TLSv1\.[01])$/.test(text))
        report(version(node, from, text));
      if (parameter === 'ciphers') reportCiphers(node, from, report);
    }
    const last = node.words.length - 1;
    if (CIPHER_LINES.has(first) && last > 0) reportCiphers(node, 1, report);
  },
};

function version(node: Node, index: number, name: string): Finding {
  const { start, end } = node.words[index]!;
  return {
    range: lineRange(node.line, start, end),
    ...(name === 'SSLv3' ? {} : { severity: 'info' }),
    message: `${name} is withdrawn because it is not safe. Use TLSv1.2 or later.`,
  };
}

function reportCiphers({ words, line }: Node, index: number, report: (finding: Finding) => void): void {
  const { text, start, end, dynamic } = words[index]!;
  if (dynamic) return;
  const parts = text.split(/[:, ]/);
  const removed = parts.filter((part) => part.startsWith('!')).map((part) => part.slice(1));
  const used = parts.filter((part) => !/^[!-]/.test(part) && !removed.some((one) => part.split(/[-+]/).includes(one)));
  const old = used.find((part) => OLD_CIPHER.test(part));
  const broken = used.find((part) => BROKEN.test(part) && !OLD_CIPHER.test(part));
  const range = lineRange(line, start, end);
  if (broken !== undefined)
    report({ range, message: `The cipher "${broken}" in this list protects nothing any more. Remove it.` });
  else if (old !== undefined)
    report({ range, severity: 'info', message: `The cipher "${old}" in this list is out of date. Remove it.` });
}
