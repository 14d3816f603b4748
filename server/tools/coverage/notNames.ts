/** What the facts list and no configuration can hold. */
import { compareVersions } from '../../src/core/schema';

/** Slips of the manual, and prose that looks like an entry. */
const SLIPS = new Set([
  // Sentences of the chapter on caches.
  '- If the response is not a 200',
  '- If the response is not cacheable',
  // Written otherwise by the program: enabled, tune.quic, tcp-response, bc_setting_streams_limit.
  'enable',
  'tune.quit.zero-copy-fwd-send',
  'tcp-resposne content sc-set-gpt0',
  'bc_settings_streams_limit',
  // Stands for all converters that begin with it.
  'map_',
  // The description of a response header within that of another fetch.
  'set-cookie',
]);

/** Registered, or described, only to be refused with advice: the first such version. */
const REFUSED: Readonly<Record<string, string>> = {
  nbproc: '2.5',
  clitimeout: '2.4',
  contimeout: '2.4',
  srvtimeout: '2.4',
  'tune.chksize': '2.6',
  'bind <addr> process +1': '3.0',
};

/** Words of proxies that are compared only to say what replaced them, and since when. */
const GONE: readonly (readonly [names: RegExp, since: string])[] = [
  [
    /^(?:appsession|block|monitor-net|redisp|redispatch|usesrc|cliexp|srvexp|(?:req|rsp)i?(?:add|rep|del|deny|pass|allow|tarpit))$/,
    '2.4',
  ],
  [/^(?:resolution_pool_size|hide-header|unset-param)$/, '2.4'],
  [/^grace$/, '2.5'],
  [/^bind-process$/, '2.7'],
];

/** A word of a parser that stands for a keyword of that version; `if` and `unless` belong to conditions. */
export function isWritten(word: string, version: string, section: string): boolean {
  if (section === 'global') return isName(word, version);
  const gone = GONE.find(([names]) => names.test(word));
  return !/^(?:if|unless)$/.test(word) && (!gone || compareVersions(version, gone[1]) < 0);
}

export function isName(line: string, version: string): boolean {
  const name = line.replace(/\($| : .*$/, '');
  const refused = REFUSED[name];
  return !SLIPS.has(name) && (refused === undefined || compareVersions(version, refused) < 0);
}
