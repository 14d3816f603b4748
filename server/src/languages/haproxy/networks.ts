/**
 * Whether a text is an address or a network: `undefined` when it may be a host name, which only the program can look up.
 */
export function isNetwork(text: string): boolean | undefined {
  const [address, mask, ...rest] = text.split('/') as [string, string | undefined, ...string[]];
  if (rest.length > 0) return false;
  if (address.includes(':')) return isIpv6(address) && isMask(mask, 128);
  if (/^[0-9.]+$/.test(address)) return isIpv4(address) && isMask(mask, 32);
  return mask === undefined || isMask(mask, 32) ? undefined : false;
}

function isMask(mask: string | undefined, bits: number): boolean {
  if (mask === undefined) return true;
  if (/^[0-9]+$/.test(mask)) return Number(mask) <= bits;
  return bits === 32 && isIpv4(mask);
}

/** As the C library reads it: four numbers, or fewer with the last one filling the rest. */
export function isIpv4(text: string): boolean {
  let parts = 1;
  let digits = 0;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= ZERO && code <= NINE) {
      if (++digits > 10) return false;
      value = value * 10 + code - ZERO;
    } else {
      if (code !== DOT || digits === 0 || value > 255 || ++parts > 4) return false;
      digits = 0;
      value = 0;
    }
  }
  return digits > 0 && (parts < 4 || value < 256);
}

const [DOT, ZERO, NINE] = [0x2e, 0x30, 0x39] as const;

export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1);
  const dotted = last?.includes('.') === true;
  if (dotted && !isIpv4(last)) return false;
  const plain = dotted ? groups.slice(0, -1) : groups;
  const count = plain.length + (dotted ? 2 : 0);
  return plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) && (halves.length === 2 ? count < 8 : count === 8);
}
