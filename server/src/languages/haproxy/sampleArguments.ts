import { isIpv4, isIpv6 } from './networks';
import { checkRegex } from './regex';
import { checkVariable } from './variables';

/** What is wrong with one argument; it is the one at `index` of `name`. */
type Check = (value: string, name: string) => string | undefined;

/** One of a few words. */
const oneOf =
  (...words: readonly string[]): Check =>
  (value, name) =>
    words.includes(value) ? undefined : `"${name}" takes ${listOf(words)} here, not "${value}".`;

const listOf = (words: readonly string[]): string => {
  const quoted = words.map((word) => `"${word}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)!}`;
};

/** A whole number, or a variable that holds one. */
const operand: Check = (value) =>
  /^[-+]?[0-9]+$/.test(value) || checkVariable(value) === undefined
    ? undefined
    : `"${value}" is neither a whole number nor a variable such as "txn.count".`;

const variable: Check = (value) => (value === '' ? undefined : checkVariable(value));

const atLeast =
  (least: number, most: number, what: string): Check =>
  (value) =>
    Number(value) >= least && Number(value) <= most ? undefined : `"${value}" is not ${what}.`;

const key = oneOf('128', '192', '256');
const unit = oneOf('s', 'ms', 'us');
const output = oneOf('int');

/** Packets of MQTT, by name and by number, and the fields that can be looked at. */
const PACKETS =
  /^(connect|connack|publish|puback|pubrec|pubrel|pubcomp|subscribe|suback|unsubscribe|unsuback|pingreq|pingresp|disconnect|auth|[0-9]+)$/i;
const FIELDS =
  /^(flags|protocol_name|protocol_version|client_identifier|will_topic|will_payload|username|password|keepalive|reason_code|[0-9]+)$/;

/** Checks by name, for each argument. */
const CHECKS: Readonly<Record<string, readonly (Check | undefined)[]>> = {
  add: [operand],
  sub: [operand],
  mul: [operand],
  div: [operand],
  mod: [operand],
  and: [operand],
  or: [operand],
  xor: [operand],
  concat: [undefined, variable],
  add_item: [undefined, variable],
  strcmp: [variable],
  secure_memcmp: [variable],
  sha2: [oneOf('224', '256', '384', '512')],
  aes_gcm_enc: [key],
  aes_gcm_dec: [key],
  be2dec: [undefined, atLeast(1, 8, 'a number of bytes from 1 to 8')],
  http_date: [undefined, unit],
  date: [undefined, unit],
  fc_rtt: [oneOf('us', 'ms')],
  fc_rttvar: [oneOf('us', 'ms')],
  json: [oneOf('ascii', 'utf8', 'utf8s', 'utf8p', 'utf8ps')],
  json_query: [undefined, output],
  jwt_header_query: [undefined, output],
  jwt_payload_query: [undefined, output],
  regsub: [
    (value) => checkRegex(value),
    undefined,
    (value) => (/^[ig]*$/.test(value) ? undefined : `"${value}" is no flag of "regsub": they are "i" and "g".`),
  ],
  url_enc: [oneOf('query')],
  bool: [oneOf('true', 'false', '0', '1')],
  bin: [
    (value) =>
      /^([0-9a-fA-F]{2})*$/.test(value) ? undefined : `"${value}" is not hexadecimal: two digits per byte are needed.`,
  ],
  mqtt_field_value: [
    (value) => (PACKETS.test(value) ? undefined : `"${value}" is no packet of MQTT.`),
    (value) => (FIELDS.test(value) ? undefined : `"${value}" is no field of MQTT that can be looked at.`),
  ],
  // A key is a variable or base64, which has no dots.
  hmac: [undefined, (value) => (value.includes('.') ? checkVariable(value) : undefined)],
  acl: [(value) => (/[()]/.test(value) ? `"${value}" is not the name of an ACL.` : undefined)],
  var: [checkVariable],
  'set-var': [checkVariable],
  'unset-var': [checkVariable],
  param: [undefined, (value) => (value.length === 1 ? undefined : '"param" takes one character to separate by.')],
  word: [undefined, separators],
  field: [undefined, separators],
};

function separators(value: string, name: string): string | undefined {
  return value === '' ? `"${name}" needs characters to separate by.` : undefined;
}

/** Checks by the type of the argument. */
const BY_TYPE: Readonly<Record<string, (value: string) => string | undefined>> = {
  'IPv4 mask': (value) =>
    isMask(value, 32) ? undefined : `"${value}" is not an IPv4 mask: write 0 to 32 or a dotted mask.`,
  'IPv6 mask': (value) => (isMask(value, 128) ? undefined : `"${value}" is not an IPv6 mask: write 0 to 128.`),
  'IPv4 address': (value) => (isIpv4(value) ? undefined : `"${value}" is not an IPv4 address.`),
  'IPv6 address': (value) => (isIpv6(value) ? undefined : `"${value}" is not an IPv6 address.`),
  'Protocol buffers field number': (value) =>
    /^[0-9]+(\.[0-9]+)*$/.test(value) ? undefined : `"${value}" is no number of a field: write numbers parted by dots.`,
};

/** What is wrong with an argument of a sample fetch or converter. */
export function checkArgument(name: string, type: string, index: number, value: string): string | undefined {
  if (type === 'integer' && !/^[-+]?[0-9]+$/.test(value))
    return `Argument ${index + 1} of "${name}" is a whole number, not "${value}".`;
  if (name === 'bytes' && type === 'string' && index === 1 && /^-?[0-9]+$/.test(value) && Number(value) <= 0)
    return 'The number of bytes must be at least 1.';
  if (name === 'set-var' && index > 0 && !/^if(not)?(exists|empty|set)$|^if[gl]t$/.test(value))
    return `"${value}" is no condition for setting a variable.`;
  const wrong = BY_TYPE[type]?.(value);
  return wrong ?? (Object.hasOwn(CHECKS, name) ? CHECKS[name]![index]?.(value, name) : undefined);
}

function isMask(value: string, bits: number): boolean {
  if (/^[0-9]+$/.test(value)) return Number(value) <= bits;
  return bits === 32 ? /^(\d{1,3}\.){3}\d{1,3}$/.test(value) : value.includes(':');
}
