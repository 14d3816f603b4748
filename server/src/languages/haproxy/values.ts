import { type Arg, compareVersions } from '../../core/schema';
import { checkAddress, isPortWithRest } from './addresses';
import { LIST_CHECKS, words } from './lists';
import { isIpv4, isNetwork } from './networks';
import { checkRegex } from './regex';
import { checkStore } from './stickTables';
import { checkSize, checkTime, isTimeWithRest } from './units';
import { checkVariable } from './variables';

type Check = (text: string, arg: Arg) => string | undefined;

const NUMBER = /^[-+]?[0-9]+$/;

const number: Check = (text, arg) =>
  isNumber(text) ? range(text, Number(text), arg) : `"${text}" is not a whole number.`;

/** The program reads what it can of the word and takes 0 for the rest; but a number out of range is refused. */
const intended: Check = (text, arg) => {
  if (isNumber(text)) return range(text, Number(text), arg);
  return `"${text}" is not a number: HAProxy reads what it can of it, and takes 0 where it can read nothing.`;
};

const isNumber = (text: string): boolean => NUMBER.test(text);

/** Whether the program lets a wrong value pass. */
export function isTolerated(arg: Arg, text: string, version: string): boolean {
  if (arg.type === 'address:peer' && compareVersions(version, '3.0') < 0 && isIpv4(text)) return true;
  if (arg.type.startsWith('address:')) return compareVersions(version, '3.0') < 0 && isPortWithRest(text);
  if (arg.type === 'time' || arg.type === 'time:s') return isTimeWithRest(text);
  if (arg.type !== 'num' || isNumber(text)) return false;
  const read = Number(/^[-+]?[0-9]+/.exec(text)?.[0] ?? 0);
  return range(text, read, arg) === undefined;
}

function checkNetwork(text: string): string | undefined {
  return isNetwork(text) === false
    ? `"${text}" is not an address or network: write 192.0.2.0/24 or 2001:db8::/32.`
    : undefined;
}

function range(text: string, value: number, { min = -Infinity, max = Infinity }: Arg): string | undefined {
  if (value >= min && value <= max) return undefined;
  return `${text} is out of range: it may be ${min === -Infinity ? 'anything' : min}${max === Infinity ? ' or more' : ` to ${max}`}.`;
}

const status: Check = (text, arg) => number(text, { ...arg, min: 200, max: 599 });

/** Codes for which HAProxy has a message of its own that a file may replace. */
export const ERROR_CODES = [
  200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 414, 421, 422, 425, 429, 431, 500, 501, 502, 503, 504,
];

const errorCode: Check = (text) =>
  ERROR_CODES.includes(Number(text))
    ? undefined
    : `HAProxy has no error message for "${text}": the codes are ${ERROR_CODES.join(', ')}.`;

const statusList: Check = (text) =>
  /^-?[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$/.test(text)
    ? undefined
    : `"${text}" is not a list of status codes: write numbers and ranges, such as 200-399,404.`;

/** Ways to balance that need nothing in parentheses. */
export const BALANCE_NAMES = [
  'roundrobin',
  'static-rr',
  'leastconn',
  'first',
  'source',
  'uri',
  'url_param',
  'random',
  'hash',
  'rdp-cookie',
];

const BALANCE =
  /^(roundrobin|static-rr|leastconn|first|source|uri|url_param|hash|random(\([0-9]+\))?|hdr\([^)]+\)|rdp-cookie(\(.*\))?|log-hash|sticky)$/;

const enumeration: Check = (text, { values = [] }) => {
  if (values.some((value) => value.name === text)) return undefined;
  return `"${text}" is not possible here: it may be ${list(values.map((value) => value.name))}.`;
};

/** The program takes the number in front and does not look at the rest. */
const leading =
  (min: number, what: string): Check =>
  (text) =>
    Number(/^[-+]?[0-9]+/.exec(text)?.[0] ?? 0) >= min ? undefined : `"${text}" is not ${what}.`;

/** Checks of single words by the argument's type; a type without one takes anything. */
const CHECKS: Readonly<Record<string, Check>> = {
  enum: enumeration,
  int: number,
  num: intended,
  time: (text, { min, max }) => checkTime(text, 'ms', min, max),
  'time:s': (text, { min, max }) => checkTime(text, 's', min, max),
  size: (text, { min }) => checkSize(text, min),
  status,
  'error-code': errorCode,
  'status-list': statusList,
  regex: (text) => checkRegex(text),
  network: checkNetwork,
  var: (text) => checkVariable(text),
  octal: (text) =>
    /^-?[0-7]{1,6}$/.test(text) ? undefined : `"${text}" is not a mode: write an octal number such as 660.`,
  balance: (text) =>
    BALANCE.test(text) ? undefined : `"${text}" is no way to balance: use ${BALANCE_NAMES.join(', ')} or hdr(name).`,
  count: leading(1, 'a number or a range of numbers, such as 3 or 1-5'),
  mss: (text) => {
    const value = Math.abs(Number(/^[-+]?[0-9]+/.exec(text)?.[0] ?? 0));
    return value >= 1 && value <= 65535 ? undefined : `"${text}" is not a segment size: they are 1 to 65535.`;
  },
  'balance-factor': (text, arg) => {
    const wrong = number(text, arg);
    const isTooSmall = wrong === undefined && Number(text) !== 0 && Number(text) <= 100;
    return isTooSmall ? `${text} is out of range: the factor is a percentage above 100, or 0 for none.` : wrong;
  },
  limit: (text) => (text.startsWith('-') ? undefined : checkSize(text)),
  networks: (text) =>
    text
      .split(',')
      .map(checkNetwork)
      .find((wrong) => wrong !== undefined),
  'proc-var': (text) =>
    text.startsWith('proc.')
      ? checkVariable(text)
      : `"${text}" cannot be set here: only variables of the process can, such as "proc.name".`,
  'num-or-expr': (text, arg) => {
    if (/^[0-9]+$/.test(text)) return range(text, Number(text), arg);
    return /^[0-9]+[a-z]+$/.test(text) && !/^0x[0-9a-f]+$/.test(text) ? `"${text}" is not a whole number.` : undefined;
  },
  'time-or-expr': (text, { min }) => {
    if (min !== undefined && /^[-+]?0+[a-z]*$/.test(text)) return `"${text}" is no time: it must be longer than that.`;
    return /^[-+]?[0-9]+[a-z]*$/.test(text) ? checkTime(text, 'ms') : undefined;
  },
  hex: (text) =>
    /^([0-9a-fA-F]{2})*$/.test(text) ? undefined : `"${text}" is not hexadecimal: two digits per byte are needed.`,
  ...LIST_CHECKS,
  store: checkStore,
  usesrc: (text) => (/^(client|clientip|hdr_ip\(.*)$/.test(text) ? undefined : checkAddress('proxy-source', text)),
  'init-addr': words(
    /^(libc|last|none|[0-9]+(\.[0-9]+){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/,
    'way to find the first address: use last, libc, none or an address',
  ),
};

/** What is wrong with a word as the value of an argument (manual, chapters 2.5, 2.6 and 2.9 for times, sizes, addresses). */
export function checkValue(arg: Arg, text: string): string | undefined {
  let check = checks.get(arg.type);
  if (check === undefined) checks.set(arg.type, (check = checkOf(arg.type)));
  return check ? check(text, arg) : undefined;
}

/** The checks asked for so far. */
const checks = new Map<string, Check | false>();

function checkOf(type: string): Check | false {
  if (type.startsWith('address:')) return (text) => checkAddress(type.slice(8), text);
  return CHECKS[type] ?? false;
}

function list(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2 ? (quoted[0] ?? '') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)!}`;
}
