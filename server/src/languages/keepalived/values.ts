import type { Arg } from '../../core/schema';
import { nearest } from '../../core/spelling';
import { addressFamily } from './address';

export interface ValueFault {
  /** What is wrong and what to write instead. */
  readonly message: string;
  /** What was most likely meant. */
  readonly instead?: string;
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
    case 'ip4':
    case 'ip6':
      return addressFault(arg.type, value);
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
  const number = Number(value);
  if (NUMBER[type].test(value) && number >= (arg.min ?? -Infinity) && number <= (arg.max ?? Infinity)) return undefined;
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

function addressFault(type: 'ip' | 'ip4' | 'ip6', value: string): ValueFault | undefined {
  const family = addressFamily(value);
  const wanted = { ip: 'an IPv4 or IPv6 address', ip4: 'an IPv4 address', ip6: 'an IPv6 address' }[type];
  if (family !== undefined && (type === 'ip' || type === `ip${family}`)) return undefined;
  const tail = value.includes('/') ? ' without a prefix length' : '';
  return { message: `"${value}" is not ${wanted}${tail}.` };
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
  init: [/^(?:overwrite|[+-]?\d+)$/, 'a number or "overwrite"'],
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
