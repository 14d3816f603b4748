import type { Arg } from '../../core/schema';

/** What the types of arguments stand for (manual, chapters 2.5, 4.1, 6 to 8 and 11); those that say it by their name are left out. */
const TYPES: Readonly<Record<string, string>> = {
  time: 'a number with a unit (`us`, `ms`, `s`, `m`, `h`, `d`); without one, milliseconds.',
  'time:s': 'a number with a unit (`us`, `ms`, `s`, `m`, `h`, `d`); without one, seconds.',
  size: 'a number of bytes; `k`, `m` and `g` behind it multiply by 1024, its square and its cube.',
  expr: 'a fetch, with converters behind it: `req.hdr(host),lower`.',
  fmt: 'text with variables and expressions in it: `"%ci %[req.hdr(host)]"`.',
  regex: 'a regular expression; quotes keep blanks, `$` and `\\` in it.',
  'address:bind': '`:443`, `*:80`, `192.0.2.1:80`, `[::1]:80`, `/run/a.sock`; several are separated by commas.',
  'address:server': 'name or address with a port: `192.0.2.11:80`, `web1:80`; or a socket: `/run/a.sock`.',
  'address:peer': 'name or address with a port: `192.0.2.11:10000`.',
  'address:log': '`192.0.2.5:514` (UDP), `/dev/log`, `stdout`, `stderr`, `ring@name` or `tcp@...`.',
  acl: 'a fetch with its converters, then flags and patterns: `path_beg -i /api/`.',
  status: 'a status from 200 to 599.',
};

/** What an argument is written like, with its unit and range. */
export function explain({ type, min, max }: Arg): string | undefined {
  const text = TYPES[type];
  if (text !== undefined) return text;
  if ((type !== 'num' && type !== 'int') || (min === undefined && max === undefined)) return undefined;
  return max === undefined ? `a number, ${min!} or more.` : `a number from ${min ?? 0} to ${max}.`;
}
