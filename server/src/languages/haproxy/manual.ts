import docs from '../../../data/haproxy.docs.json';
import type { Keyword } from '../../core/schema';
import { compareVersions } from '../../core/schema';
import { everything } from './data';

const texts = docs as Readonly<Record<string, string>>;

/**
 * Address of a keyword in the official manual: its anchors are the chapter and the keyword, and chapters move between
 * versions (`4.2-timeout connect`).
 */
export function documentation(keyword: Keyword, version: string): string | undefined {
  const chapters = keyword.extra?.['chapters'] as Readonly<Record<string, string>> | undefined;
  if (!chapters) return undefined;
  let anchor: string | undefined;
  for (const [since, place] of Object.entries(chapters)) {
    if (anchor === undefined || compareVersions(since, version) <= 0) anchor = place;
  }
  return anchor === undefined
    ? undefined
    : `https://docs.haproxy.org/${version}/configuration.html#${encodeURI(anchor)}`;
}

/** Our own text on a keyword, or on a parameter; `block` is the kind of section, or the name of the parameter's set. */
export function describe(keyword: string, block: string): string | undefined {
  const own = texts[`${block}:${keyword}`] ?? texts[`${block}/${keyword}`];
  return own ?? (everything().blocks.has(block) ? texts[keyword] : undefined);
}

/** Our own text on a sample fetch, a converter or a variable of log formats. */
export function describeSample(kind: 'fetch' | 'converter' | 'alias', name: string): string | undefined {
  return texts[`${kind}:${name}`];
}

/** Our own text on a value of an enumeration: of a keyword, or of a parameter of the set `block`. */
export function describeValue(keyword: string, value: string, block: string): string | undefined {
  return texts[`value:${block}:${keyword}=${value}`] ?? texts[`value:${keyword}=${value}`];
}
