/** Parts that both TextMate grammars share. */

export interface Pattern {
  readonly name?: string;
  readonly comment?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Pattern[];
  readonly contentName?: string;
}

type Captures = Readonly<Record<string, { readonly name?: string; readonly patterns?: readonly Pattern[] }>>;

export interface Grammar {
  readonly $schema: string;
  readonly name: string;
  readonly scopeName: string;
  readonly patterns: readonly Pattern[];
  readonly repository: Readonly<Record<string, { readonly patterns: readonly Pattern[] }>>;
}

export const grammarSchema = 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json';

/** Alternation of literal words, longest first so that no word hides a longer one. */
export function oneOf(words: Iterable<string>): string {
  return [...new Set(words)]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
}

/** Addresses with an optional port or prefix length; numbers with the unit that may follow. */
export function numbers(language: string): Pattern[] {
  return [
    {
      name: `constant.numeric.address.${language}`,
      match: '(?<![\\w.:-])\\d{1,3}(?:\\.\\d{1,3}){3}(?:/\\d{1,2})?(?![\\w.])',
    },
    {
      name: `constant.numeric.address.${language}`,
      match: '(?<![\\w.:-])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]+(?:/\\d{1,3})?(?![\\w.:])',
    },
    {
      name: `constant.numeric.${language}`,
      match: '(?<![\\w.-])-?\\d+(?:\\.\\d+)?(us|ms|s|m|h|d|k|K|M|G|g|%)?(?![\\w.-])',
      captures: { '1': { name: `keyword.other.unit.${language}` } },
    },
  ];
}
