import type { Arg } from '../../core/schema';
import { nearest } from '../../core/spelling';
import { addressFamily, addressFault as prefixFault } from './address';

export interface ValueFault {
  /** What is wrong and what to write instead. */
  readonly message: string;
  /** What was most likely meant. */
  readonly instead?: string;
  /** What keepalived takes all the same. */
  readonly severity?: 'info';
}

/** What is wrong with a value of this argument; `undefined`: nothing, or nothing that is certain. */
export function valueFault(arg: Arg, value: string): ValueFault | undefined {
  switch (arg.type) {
    case 'int':
    case 'uint':
    case 'decimal':
      return numberFault(arg, value);
    case 'port':
      return numberFault({ ...arg, type: 'uint', min: arg.min ?? 1, max: arg.max ?? 65535 }, value);
    case 'enum':
      return enumFault(arg, value);
    case 'ip':
      return addressFault(value);
    case 'host':
      return hostFault(value);
    case 'prefix':
      return destinationFault(value);
    case 'mcast':
    case 'mcast4':
    case 'mcast6':
      return multicastFault(arg.type, value);
    case 'status':
      return statusFault(value);
    default:
      return patternFault(arg, value);
  }
}

const NUMBER = { int: /^[+-]?\d+$/, uint: /^\+?\d+$/, decimal: /^\+?(?:\d+\.?\d*|\.\d+)$/ };

function numberFault(arg: Arg, value: string): ValueFault | undefined {
  const type = arg.type as keyof typeof NUMBER;
  const allowed =
    arg.min === undefined
      ? 'a number'
      : `${type === 'decimal' ? 'a number' : 'a whole number'} from ${arg.min} to ${arg.max ?? ''}`;
  // An empty string in quotes is read as 0.
  const number = Number(value);
  const isNumber = value === '' || NUMBER[type].test(value);
  if (isNumber && number >= (arg.min ?? -Infinity) && number <= (arg.max ?? Infinity)) return undefined;
  return { message: `"${value}" is not allowed here: <${arg.name}> is ${allowed}.` };
}

function enumFault(arg: Arg, value: string): ValueFault | undefined {
  const names = (arg.values ?? []).map((one) => one.name);
  const same = (a: string, b: string): boolean => (arg.ignoreCase ? a.toLowerCase() === b.toLowerCase() : a === b);
  if (names.some((name) => same(name, value))) return undefined;
  const guess = names.find((name) => name.toLowerCase() === value.toLowerCase()) ?? nearest(value, names);
  const hint = guess === undefined ? '' : ` Did you mean "${guess}"?`;
  return {
    message: `"${value}" is not allowed here: <${arg.name}> is one of ${names.join(', ')}.${hint}`,
    ...(guess !== undefined && { instead: guess }),
  };
}

/** keepalived cuts off what stands behind a `/`, whatever it is. */
function addressFault(value: string): ValueFault | undefined {
  const [address = '', ...prefix] = value.split('/');
  if (!addressFamily(address)) return { message: `"${address}" is not an IPv4 or IPv6 address.` };
  if (prefix.length === 0) return undefined;
  const message = `An address without a prefix length is meant here: keepalived ignores "/${prefix.join('/')}".`;
  return { message, instead: address, severity: 'info' };
}

/** Where a `/` is not cut off: the gateway and the source of a route. */
function hostFault(value: string): ValueFault | undefined {
  if (addressFamily(value)) return undefined;
  const [address = ''] = value.split('/');
  if (!addressFamily(address)) return { message: `"${value}" is not an IPv4 or IPv6 address.` };
  return { message: `"${value}" has a prefix length: a single address is meant here.`, instead: address };
}

const EVERYWHERE = new Set(['default', 'default6', 'any', 'all']);

/** `ADDRESS[/PREFIX]`, or a word for all addresses. */
function destinationFault(value: string): ValueFault | undefined {
  const fault = EVERYWHERE.has(value) ? undefined : prefixFault(value);
  return fault && { message: fault.problem };
}

/** Of IPv6, an instance takes only link-local groups (ff02::/16 and its like). */
const GROUPS = {
  mcast4: [/^2(?:2[4-9]|3\d)\./, 'an IPv4 multicast address: 224.0.0.0 to 239.255.255.255'],
  mcast6: [/^ff[\da-f]{2}:/i, 'an IPv6 multicast address: one that begins with ff'],
  mcast: [/^2(?:2[4-9]|3\d)\.|^ff[\da-f]2:/i, 'a multicast address: IPv4 from 224.0.0.0 on, or IPv6 in ff02::/16'],
} as const;

function multicastFault(type: keyof typeof GROUPS, value: string): ValueFault | undefined {
  const [address = ''] = value.split('/');
  const [pattern, meaning] = GROUPS[type];
  return addressFamily(address) && pattern.test(address) ? undefined : { message: `"${value}" is not ${meaning}.` };
}

/** `200` or `200-299`. */
function statusFault(value: string): ValueFault | undefined {
  const [from, to, ...more] = value.split('-').map((part) => (/^\d{3}$/.test(part) ? Number(part) : NaN));
  const last = to ?? from!;
  if (more.length === 0 && from! >= 100 && last <= 599 && from! <= last) return undefined;
  return { message: `"${value}" is not a status code or a range of them: they go from 100 to 599.` };
}

/** Types that a pattern describes, with what they are in a sentence. */
const PATTERNS: Readonly<Record<string, readonly [pattern: RegExp, meaning: string]>> = {
  md5: [/^.{32}$/, 'a digest of 32 characters, as genhash prints it'],
  bufs: [/^(?:mtu|advert|\d{1,10})$/i, 'MTU, ADVERT or a number of bytes'],
  mask: [/^[\d.]+$/, 'a netmask or a prefix length'],
  hex: [/^[\da-f]+$/i, 'hexadecimal digits'],
  hexany: [/^[\da-fx]+$/i, 'hexadecimal digits, or x for any'],
  init: [/^(?:overwrite|[+-]?0*(?:\d\d?|1\d\d|2[0-4]\d|25[0-4]))$/, 'a number from -254 to 254, or "overwrite"'],
  ifname: [/^.{1,15}$/s, 'the name of an interface, of at most 15 characters'],
  vmac: [
    /^(?:[\da-f]{1,2}(?::[\da-f]{1,2}){5}|[^/\s]{1,15})$/i,
    'the name of an interface, of at most 15 characters and without "/"',
  ],
  timeouts: [/^(?:tcp|tcpfin|udp|\d+)$/, 'tcp, tcpfin or udp, each with its seconds'],
  includecheck: [
    /^[+-]?(?:readable|match|wildcard_match|brace_match)$/,
    'readable, match, wildcard_match or brace_match',
  ],
};

function patternFault(arg: Arg, value: string): ValueFault | undefined {
  const known = PATTERNS[arg.type];
  if (!known || known[0].test(value)) return undefined;
  return { message: `"${value}" is not allowed here: <${arg.name}> is ${known[1]}.` };
}
