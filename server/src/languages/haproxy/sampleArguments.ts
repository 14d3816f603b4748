import { checkVariable } from './variables';

/** Converters whose second argument is a set of separators. */
const SEPARATED: ReadonlySet<string> = new Set(['word', 'field']);

/** What is wrong with an argument of a sample fetch or converter. */
export function checkArgument(name: string, type: string, index: number, value: string): string | undefined {
  if (type === 'integer' && !/^[-+]?[0-9]+$/.test(value))
    return `Argument ${index + 1} of "${name}" is a whole number, not "${value}".`;
  if (type === 'IPv4 mask' && !isMask(value, 32))
    return `"${value}" is not an IPv4 mask: write 0 to 32 or a dotted mask.`;
  if (type === 'IPv6 mask' && !isMask(value, 128)) return `"${value}" is not an IPv6 mask: write 0 to 128.`;
  if (SEPARATED.has(name) && index === 1 && value === '') return `"${name}" needs characters to separate by.`;
  if (name === 'param' && index === 1 && value.length !== 1) return `"${name}" takes one character to separate by.`;
  if (name === 'bytes' && type === 'string' && index === 1 && /^-?[0-9]+$/.test(value) && Number(value) <= 0)
    return 'The number of bytes must be at least 1.';
  // A key is a variable or base64, which has no dots.
  if (name === 'hmac' && index === 1 && value.includes('.')) return checkVariable(value);
  if (name === 'acl' && /[()]/.test(value)) return `"${value}" is not the name of an ACL.`;
  if (name === 'set-var' && index > 0 && !/^if(not)?(exists|empty|set)$|^if[gl]t$/.test(value))
    return `"${value}" is no condition for setting a variable.`;
  if ((name === 'var' || name === 'set-var' || name === 'unset-var') && index === 0) return checkVariable(value);
  return undefined;
}

function isMask(value: string, bits: number): boolean {
  if (/^[0-9]+$/.test(value)) return Number(value) <= bits;
  return bits === 32 ? /^(\d{1,3}\.){3}\d{1,3}$/.test(value) : value.includes(':');
}
