import type { StatementRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Node } from '../../../core/tree';
import type { Bound } from '../arguments';

const MODES = ['rewrite', 'insert', 'prefix'];

export const cookieModes: StatementRule = {
  id: 'cookie-modes',
  severity: 'error',
  title: 'Ways to use a cookie that exclude each other',
  docs: 'HAProxy inserts a cookie of its own ("insert"), rewrites one that the server sets ("rewrite") or writes in front of its value ("prefix"): only one of the three is possible. "indirect" hides the cookie from the server, which "rewrite" needs; and "preserve" means nothing without "insert" or "indirect".',
  bad: 'backend app\n    mode http\n    cookie SRV insert prefix\n    server a 192.0.2.1:80 cookie a check\n',
  good: 'backend app\n    mode http\n    cookie SRV insert indirect nocache\n    server a 192.0.2.1:80 cookie a check\n',
  concerns: ({ name }) => name === 'cookie',
  checkStatement(node, { end, from }: Bound, _context, report) {
    const message = from === 0 ? faultOf(node, end) : undefined;
    const [first, last] = [node.words[0]!, node.words[end - 1]!];
    if (message !== undefined) report({ range: lineRange(node.line, first.start, last.end), message });
  },
};

function faultOf({ words }: Node, end: number): string | undefined {
  const given = words.slice(2, end);
  if (given.some(({ dynamic }) => dynamic)) return undefined;
  const has = (name: string): boolean => given.some(({ text }) => text === name);
  const modes = MODES.filter(has);
  if (modes.length > 1) return `"${modes.join('" and "')}" exclude each other: keep one of them.`;
  if (has('rewrite') && has('indirect')) return '"rewrite" and "indirect" exclude each other: keep one of them.';
  if (has('preserve') && !has('insert') && !has('indirect'))
    return '"preserve" needs "insert" or "indirect" beside it.';
  return undefined;
}
