import { checkRegex } from './regex';
import { isNetwork } from './networks';

const OPERATORS = ['eq', 'ge', 'gt', 'le', 'lt'];

/** What is wrong with a pattern for a matching method (manual, chapters 7.1.1 to 7.1.6). */
export function checkPattern(match: string, text: string, fetch: string): string | undefined {
  switch (match) {
    case 'int':
    case 'len':
      return checkNumber(text, fetch);
    case 'ip':
      return isNetwork(text) === false
        ? `"${text}" is not an address or network: write 192.0.2.0/24 or 2001:db8::/32.`
        : undefined;
    case 'bin':
      return /^([0-9a-fA-F]{2})*$/.test(text)
        ? undefined
        : `"${text}" is not hexadecimal: two digits per byte are needed.`;
    case 'reg':
    case 'regm':
      return checkRegex(text);
    default:
      return undefined;
  }
}

function checkNumber(text: string, fetch: string): string | undefined {
  // Versions of TLS are written with a dot.
  if (fetch.endsWith('ssl_ver')) return undefined;
  if (OPERATORS.includes(text) || /^[-+]?[0-9]*(:[-+]?[0-9]*)?$/.test(text)) return undefined;
  return `"${text}" is not a number: write a number, a range such as 1:10, or one of ${OPERATORS.join(', ')} and a number.`;
}
