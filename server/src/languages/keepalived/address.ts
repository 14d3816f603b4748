/** Which kind of IP address a text is, as inet_pton(3) reads it; `undefined`: none. It reads no zone (`%eth0`). */
export function addressFamily(text: string): 4 | 6 | undefined {
  if (isIPv4(text)) return 4;
  return isIPv6(text) ? 6 : undefined;
}

function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isIPv6(text: string): boolean {
  if (!/^[0-9A-Fa-f:.]+$/.test(text) || !text.includes(':')) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  let groups = 0;
  for (const [index, half] of halves.entries()) {
    if (half === '') continue;
    const parts = half.split(':');
    for (const [i, part] of parts.entries()) {
      const last = index === halves.length - 1 && i === parts.length - 1;
      if (last && isIPv4(part)) groups += 2;
      else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups++;
      else return false;
    }
  }
  return halves.length === 2 ? groups < 8 : groups === 8;
}

export interface AddressFault {
  /** What is wrong, as a sentence without its subject. */
  readonly problem: string;
  /** Offset in the text at which it begins. */
  readonly at: number;
}

/** What is wrong with `ADDRESS[/PREFIX]`; `undefined`: nothing. */
export function addressFault(text: string): AddressFault | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const family = addressFamily(address);
  if (family === undefined) return { problem: `"${address}" is not an IP address.`, at: 0 };
  const prefix = slash < 0 ? '' : text.slice(slash + 1);
  if (prefix === '') return undefined;
  const longest = family === 4 ? 32 : 128;
  if (/^\+?\d+$/.test(prefix) && Number(prefix) <= longest) return undefined;
  return {
    problem: `"/${prefix}" is not a prefix length of an IPv${family} address: it goes from 0 to ${longest}.`,
    at: slash,
  };
}
