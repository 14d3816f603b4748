import type { Word } from '../../core/scan';

/** A part of a condition: words `from` to `to - 1` of the statement. */
export interface ConditionTerm {
  readonly kind: 'name' | 'anonymous';
  readonly from: number;
  readonly to: number;
  /** Column where the name begins, behind its exclamation marks. */
  readonly start: number;
  readonly name: string;
}

export interface Condition {
  readonly terms: readonly ConditionTerm[];
  /** Index of a `{` that no `}` closes; -1: none. */
  readonly unclosed: number;
}

/** Reads a condition behind `if` or `unless` (manual, chapter 7.2): ACL names, `{ ... }`, `!`, `||` and `or`. */
export function readCondition(words: readonly Word[], from: number, end: number): Condition {
  const terms: ConditionTerm[] = [];
  for (let i = from; i < end; i++) {
    const word = words[i]!;
    let { text } = word;
    let skipped = 0;
    while (text.startsWith('!')) {
      text = text.slice(1);
      skipped++;
    }
    if (text === '' || text === '||' || text.toLowerCase() === 'or') continue;
    if (text !== '{') {
      terms.push({ kind: 'name', from: i, to: i + 1, start: word.start + (word.quoted ? 0 : skipped), name: text });
      continue;
    }
    let close = i + 1;
    while (close < end && words[close]!.text !== '}') close++;
    terms.push({ kind: 'anonymous', from: i + 1, to: close, start: word.start, name: '' });
    if (close >= end) return { terms, unclosed: i };
    i = close;
  }
  return { terms, unclosed: -1 };
}

/** ACLs that HAProxy itself defines, with the fetch of each (manual, chapter 7.4). */
export const PREDEFINED: Readonly<Record<string, string>> = {
  FALSE: 'always_false',
  HTTP: 'req.proto_http',
  'HTTP_1.0': 'req.ver',
  'HTTP_1.1': 'req.ver',
  'HTTP_2.0': 'req.ver',
  'HTTP_3.0': 'req.ver',
  HTTP_CONTENT: 'req.hdr_val',
  HTTP_URL_ABS: 'url',
  HTTP_URL_SLASH: 'url',
  HTTP_URL_STAR: 'url',
  LOCALHOST: 'src',
  METH_CONNECT: 'method',
  METH_DELETE: 'method',
  METH_GET: 'method',
  METH_HEAD: 'method',
  METH_OPTIONS: 'method',
  METH_POST: 'method',
  METH_PUT: 'method',
  METH_TRACE: 'method',
  RDP_COOKIE: 'req.rdp_cookie_cnt',
  REQ_CONTENT: 'req.len',
  TRUE: 'always_true',
  WAIT_END: 'wait_end',
};

export const PREDEFINED_ACLS: readonly string[] = Object.keys(PREDEFINED);
