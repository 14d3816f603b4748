/**
 * What is surely wrong with a regular expression: brackets and parentheses that do not pair, a quantifier with nothing
 * before it. Everything else is left to the program, whose library knows more than this.
 */
export function checkRegex(text: string): string | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    if (sign === '\\') {
      if (text[i + 1] === 'Q' || text[i + 1] === 'E') return undefined;
      if (++i >= text.length) return `The regular expression "${text}" ends with a backslash.`;
    } else if (sign === '[') {
      const end = classEnd(text, i);
      if (end < 0) return `The regular expression "${text}" has a "[" that is not closed.`;
      i = end;
    } else if (sign === '(') {
      if (text[i + 1] === '?' && text[i + 2] === '#') return undefined;
      depth++;
      if (/[*+]/.test(text[i + 1] ?? '') && text[i + 1] !== '*') return repeatsNothing(text);
    } else if (sign === ')') {
      if (--depth < 0) return `The regular expression "${text}" has a ")" too many.`;
    } else if ((sign === '*' || sign === '+') && (i === 0 || text[i - 1] === '|') && sign === '+')
      return repeatsNothing(text);
    else if (i === 0 && (sign === '*' || sign === '?')) return repeatsNothing(text);
  }
  return depth > 0 ? `The regular expression "${text}" has a "(" that is not closed.` : undefined;
}

const repeatsNothing = (text: string): string =>
  `The regular expression "${text}" repeats nothing: a quantifier stands where something to repeat is missing.`;

/** Index of the bracket that closes the class beginning at `open`; -1: none. */
function classEnd(text: string, open: number): number {
  let i = open + 1;
  if (text[i] === '^') i++;
  if (text[i] === ']') i++;
  for (; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '[' && /[:.=]/.test(text[i + 1] ?? '')) {
      const close = text.indexOf(`${text[i + 1]!}]`, i + 2);
      if (close > 0) i = close + 1;
    } else if (text[i] === ']') return i;
  }
  return -1;
}
