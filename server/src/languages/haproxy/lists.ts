/** What is wrong with a word that is made of several, or of which only some characters may be part. */
type Check = (text: string) => string | undefined;

/** Comma-separated words that are all of a list. */
export const words =
  (allowed: RegExp, what: string): Check =>
  (text) => {
    const wrong = text.split(',').find((word) => !allowed.test(word));
    return wrong === undefined ? undefined : `"${wrong}" is no ${what}.`;
  };

/** Comma-separated words, each of which is one of these. */
const oneOf = (names: readonly string[], what: string): Check =>
  words(new RegExp(`^(${names.join('|')})$`), `${what}: use ${names.join(', ')}`);

/** Bounds of the largest window of an algorithm, in bytes. */
const [SMALLEST_WINDOW, LARGEST_WINDOW] = [10 * 1024, 4 * 1024 ** 3];

/** An algorithm of QUIC; the largest window may stand behind it: `cubic(10m)`. */
const congestion =
  (names: readonly string[]): Check =>
  (text) => {
    if (!names.some((name) => text.startsWith(name)))
      return `There is no algorithm "${text}": use ${names.join(', ')}.`;
    const [, count, unit = ''] = /^(?:cubic|newreno)\(([0-9]+)([kKmMgG]?)\)/.exec(text) ?? [];
    const bytes = Number(count) * 1024 ** ' kmg'.indexOf(unit.toLowerCase() || ' ');
    return bytes < SMALLEST_WINDOW || bytes > LARGEST_WINDOW ? `The window in "${text}" must be 10k to 4g.` : undefined;
  };

const LOG_STEPS = [
  ...['all', 'accept', 'request', 'connect', 'response', 'close', 'error', 'quic-init', 'http-req', 'http-res'],
  ...['http-after-res', 'tcp-req-conn', 'tcp-req-sess', 'tcp-req-cont', 'tcp-res-cont'],
];

const PROXY_OPTIONS = ['ssl', 'cert-cn', 'ssl-cipher', 'cert-sig', 'cert-key', 'authority', 'crc32c', 'unique-id'];

/** Services that come with the program; Lua files may add others. */
export const SERVICES = ['prometheus-exporter'];

/** Threads of one group or of several: `all`, `1-4`, `2/odd`, `1/1-2,2/all`. */
const THREADS = /^((all|odd|even|\d+(-\d*)?)(\/(all|odd|even|\d+(-\d*)?))?,?)+$/;

/** By the name of the argument's type. */
export const LIST_CHECKS: Readonly<Record<string, Check>> = {
  families: words(/^(ipv4|ipv6|auto)$/, 'family of addresses'),
  codes: words(/^[-+]?[0-9]{3}(-[0-9]{3})?$/, 'range of status codes'),
  'log-steps': oneOf(LOG_STEPS, 'step at which a line is logged'),
  'proxy-v2-options': oneOf(PROXY_OPTIONS, 'option of the PROXY protocol'),
  'resolve-opts': oneOf(['allow-dup-ip', 'ignore-weight', 'prevent-dup-ip'], 'option of name resolution'),
  'certificate-errors': words(/^(all|[1-9][0-9.]*|X509_V_ERR_\w+)$/, 'error of a certificate: use numbers or "all"'),
  service: (text) =>
    SERVICES.includes(text) || text.startsWith('lua.')
      ? undefined
      : `There is no service "${text}": use ${SERVICES.join(', ')}, or one of a Lua file, such as "lua.name".`,
  capabilities: oneOf(['cap_net_raw', 'cap_net_admin', 'cap_net_bind_service', 'cap_sys_admin'], 'capability'),
  'quic-cc-first': congestion(['cubic', 'newreno', 'nocc']),
  'quic-cc': congestion(['cubic', 'newreno', 'bbr', 'nocc']),
  'thread-set': (text) => checkThreads(text.replace(/^auto:/, '')),
  threads: checkThreads,
  'cpu-set': (text) =>
    /^[0-9]/.test(text) ? undefined : `"${text}" is not a set of processors: write numbers or ranges, such as 0-3.`,
  shards: (text) =>
    /^(by-thread$|by-group$|[1-9])/.test(text)
      ? undefined
      : `"${text}" is not a number of listeners: write 1 or more, "by-thread" or "by-group".`,
  guid: (text) => allowed(text, /[^A-Za-z0-9.:_-]/, 'an identifier'),
  domain: (text) => allowed(text, /[^A-Za-z0-9._-]/, 'the domain of a cookie'),
  'cookie-attribute': (text) => allowed(text, /[;\0-\x1f\x7f]/, 'an attribute of a cookie'),
  'node-name': (text) => allowed(text, /[^A-Za-z0-9._-]/, 'the name of a node'),
  'log-sample': checkLogSample,
};

/** Lines out of each so many: `1-3,5:8`. */
function checkLogSample(text: string): string | undefined {
  const found = /^([0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*):([0-9]+)$/.exec(text);
  if (!found)
    return `"${text}" is not a sample of log lines: write numbers or ranges, a colon and out of how many, such as 1-2:5.`;
  const ranges = found[1]!.split(',').map((one) => one.split('-').map(Number));
  ranges.sort(([a], [b]) => a! - b!);
  let last = 0;
  for (const [first, to = first] of ranges) {
    if (first! <= last) return `In "${text}" a line is counted twice, or is not counted from 1.`;
    if (to! < first!) return `The range ${first!}-${to!} runs backwards.`;
    last = to!;
  }
  return last > Number(found[2]) ? `Of ${found[2]!} lines, number ${last} cannot be taken.` : undefined;
}

function checkThreads(text: string): string | undefined {
  return THREADS.test(text)
    ? undefined
    : `"${text}" is not a set of threads: write "all", "odd", "even", numbers or ranges, such as 1-4.`;
}

function allowed(text: string, wrong: RegExp, what: string): string | undefined {
  const found = wrong.exec(text)?.[0];
  return found === undefined ? undefined : `The character "${found}" is not possible in ${what}.`;
}
