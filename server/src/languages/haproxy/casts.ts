/**
 * Types of samples that HAProxy cannot turn into each other; what is not listed here it can, or it is not certain
 * (manual, chapter 7.3: the types of samples).
 */
const IMPOSSIBLE: Readonly<Record<string, ReadonlySet<string>>> = {
  bool: new Set(['addr', 'ipv4', 'ipv6', 'meth']),
  sint: new Set(['meth']),
  addr: new Set(['bool', 'meth']),
  ipv4: new Set(['bool', 'meth']),
  ipv6: new Set(['bool', 'sint', 'meth']),
  bin: new Set(['bool', 'sint', 'addr', 'ipv4', 'ipv6']),
  meth: new Set(['bool', 'sint', 'addr', 'ipv4', 'ipv6']),
};

export function castable(from: string, to: string): boolean {
  return !IMPOSSIBLE[from]?.has(to);
}
