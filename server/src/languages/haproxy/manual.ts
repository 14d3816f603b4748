import docs from '../../../data/haproxy.docs.json';
import type { Keyword } from '../../core/schema';
import { compareVersions } from '../../core/schema';

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

/** Our own text on a keyword; `block` decides where sections differ. */
export function describe(keyword: string, block: string): string | undefined {
  return texts[`${block}/${keyword}`] ?? texts[keyword];
}
