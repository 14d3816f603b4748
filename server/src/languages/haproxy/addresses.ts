import { isIpv4, isIpv6 } from './networks';

/** What an address may hold in one place. */
interface Shape {
  readonly port: 'needed' | 'optional';
  readonly range?: true;
  readonly offset?: true;
  /** Lowest port. */
  readonly least?: number;
  /** Several, parted by commas. */
  readonly many?: true;
  /** Connections are awaited: datagrams cannot be taken. */
  readonly stream?: true;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  bind: { port: 'needed', range: true, least: 1, many: true, stream: true },
  dgram: { port: 'needed', range: true, least: 1, many: true },
  cli: { port: 'needed', least: 1, many: true },
  server: { port: 'optional', offset: true },
  connect: { port: 'needed' },
  peer: { port: 'needed' },
  ring: { port: 'optional' },
  log: { port: 'optional' },
  nameserver: { port: 'needed' },
  source: { port: 'optional', range: true },
  'proxy-source': { port: 'optional' },
  check: { port: 'optional' },
};

/** Families that are no network addresses, or whose rest only the program can judge (manual, chapter 2.9). */
const OTHER_FAMILY = /^(?:(?:stream|dgram|quic)\+)?(?:unix|uxst|uxdg|abns|abnsz|fd|sockpair|rhttp|rev|ring|backend)@/;
const FAMILY =
  /^(?:(?:stream|dgram|quic)\+)?(?:ipv4|ipv6|tcp4|tcp6|tcp|udp4|udp6|udp|quic4|quic6|mptcp4|mptcp6|mptcp)@/;

const DATAGRAMS = /^(?:udp[46]?@|dgram\+)/;

/** What is wrong with an address (manual, chapter 2.9); host names are left to the program, which looks them up. */
export function checkAddress(kind: string, text: string): string | undefined {
  const shape = SHAPES[kind];
  if (!shape || (kind === 'log' && /^(stdout|stderr|global)$/.test(text))) return undefined;
  if (!shape.many) return checkOne(shape, text);
  for (const part of text.split(',').filter((one) => one !== '')) {
    const wrong = checkOne(shape, part);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function checkOne(shape: Shape, text: string): string | undefined {
  if (shape.stream && DATAGRAMS.test(text))
    return `"${text}" receives datagrams, which cannot be had here: only connections can.`;
  if (text.startsWith('/') || (text.includes('@') && OTHER_FAMILY.test(text))) return undefined;
  const { host, port } = splitAddress(text);
  // In brackets a variable may stand for any address, and for a port elsewhere.
  if (text.includes('$')) return /^\[\$\w+\]$/.test(host) ? checkPort(shape, port, text) : undefined;
  return checkPort(shape, port, text) ?? checkHost(host, text);
}

/** Whether the only fault is something behind the digits of a port, which versions before 3.0 did not look at. */
export function isPortWithRest(text: string): boolean {
  return text.split(',').some((part) => /^[0-9]+[^-0-9]/.test(splitAddress(part).port ?? ''));
}

/** Host and port of a network address; the port is what stands behind the last colon that no bracket follows. */
export function splitAddress(text: string): { host: string; port: string | undefined } {
  const bare = text.includes('@') ? text.replace(FAMILY, '') : text;
  const colon = bare.lastIndexOf(':');
  if (colon < 0 || bare.lastIndexOf(']') > colon) return { host: bare, port: undefined };
  return { host: bare.slice(0, colon), port: bare.slice(colon + 1) };
}

function checkPort(shape: Shape, port: string | undefined, text: string): string | undefined {
  if (port === undefined || port === '') {
    return shape.port === 'needed'
      ? `"${text}" has no port: write the address, a colon and a number, such as "${text.replace(/:$/, '')}:80".`
      : undefined;
  }
  if (/^[-+]/.test(port)) {
    if (!shape.offset) return `A port relative to another, such as "${port}", is not possible here.`;
    return portNumber(port.slice(1), 0);
  }
  if (!/^[0-9]/.test(port)) return `"${port}" is not a port: only numbers are.`;
  const dash = port.indexOf('-');
  if (dash < 0) return portNumber(port, shape.least ?? 0);
  if (!shape.range) return `A range of ports, such as "${port}", is not possible here.`;
  const [first, last] = [port.slice(0, dash), port.slice(dash + 1)];
  return (
    portNumber(first, shape.least ?? 0) ??
    portNumber(last, shape.least ?? 0) ??
    (Number(first) > Number(last) ? `The range of ports "${port}" runs backwards.` : undefined)
  );
}

function portNumber(text: string, least: number): string | undefined {
  if (!/^[0-9]+$/.test(text)) return `"${text}" is not a port: only numbers are.`;
  const value = Number(text);
  return value < least || value > 65535 ? `${text} is not a port: they are ${least} to 65535.` : undefined;
}

function checkHost(host: string, text: string): string | undefined {
  if (host === '' || host === '*' || isIpv4(host)) return undefined;
  const isBracketed = host.startsWith('[') && host.endsWith(']');
  const inner = isBracketed ? host.slice(1, -1) : host;
  if (inner === '*' || inner === '') return undefined;
  if (inner.includes(':')) {
    return isIpv6(inner.split('%')[0]!) ? undefined : invalid(inner, text);
  }
  if (inner.includes('*')) return invalid(inner, text);
  if (/^[0-9]+\./.test(inner) && /[^\w.-]|\.\./.test(inner)) return invalid(inner, text);
  return /^[0-9]+(\.[0-9]+){2,}\.?$/.test(inner) && !isIpv4(inner) ? invalid(inner, text) : undefined;
}

const invalid = (host: string, text: string): string =>
  `"${host}"${host === text ? '' : ` in "${text}"`} is not a valid address.`;
