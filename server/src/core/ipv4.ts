/** An IPv4 address as a number; `undefined`: it is none. */
function ipv4(text: string): number | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!found) return undefined;
  const parts = found.slice(1).map(Number);
  return parts.some((part) => part > 255) ? undefined : parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** Whether an address lies in a network (`192.0.2.0/24`); `undefined`: one of them is not IPv4. */
export function isWithin(address: string, network: string): boolean | undefined {
  const [base, prefix] = network.split('/');
  const [one, first, bits] = [ipv4(address), ipv4(base ?? ''), Number(prefix)];
  if (one === undefined || first === undefined || !(bits >= 0 && bits <= 32)) return undefined;
  const size = 2 ** (32 - bits);
  return Math.floor(one / size) === Math.floor(first / size);
}
