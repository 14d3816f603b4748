/** IPv4 subnets: which are taken on this machine, and one that is free. */
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';

/** First and last address of `10.77.0.0/24`, as numbers; undefined for what is no IPv4 subnet. */
function range(subnet: string): [first: number, last: number] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(subnet);
  if (match === null) return undefined;
  const [a, b, c, d, bits] = match.slice(1).map(Number) as [number, number, number, number, number];
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - bits);
  const first = address - (address % size);
  return [first, first + size - 1];
}

export function overlap(one: string, other: string): boolean {
  const [a, b] = [range(one), range(other)];
  return a !== undefined && b !== undefined && a[0] <= b[1] && b[0] <= a[1];
}

/** Destinations of a Linux routing table (/proc/net/route: hexadecimal, in the machine's little-endian order). */
export function routes(table: string): string[] {
  const address = (hex: string) => [6, 4, 2, 0].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, destination = '', , , , , , mask = ''] = line.trim().split(/\s+/);
      if (destination.length !== 8 || mask === '00000000' || mask.length !== 8) return [];
      const bits = address(mask).reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0);
      return [`${address(destination).join('.')}/${bits}`];
    });
}

/** Subnets in use on this host: its interfaces and, on Linux, its routes. */
export async function hostSubnets(): Promise<string[]> {
  const interfaces = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const cidrs = interfaces.flatMap(({ family, cidr }) => (family === 'IPv4' && cidr !== null ? [cidr] : []));
  if (process.platform !== 'linux') return cidrs;
  return [...cidrs, ...routes(await readFile('/proc/net/route', 'utf8'))];
}

/** The first three octets to use instead of `preset`'s, as `10.77.0.`; undefined when all candidates are taken. */
export function freePrefix(preset: string, taken: readonly string[]): string | undefined {
  const numbers = Array.from({ length: 256 }, (_, index) => index);
  const candidates = [preset, ...numbers.map((n) => `10.77.${n}.`), ...numbers.map((n) => `192.168.${n}.`)];
  return candidates.find((prefix) => !taken.some((subnet) => overlap(`${prefix}0/24`, subnet)));
}
