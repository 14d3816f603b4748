import texts from '../../../data/keepalived.docs.json';
import type { Keyword } from '../../core/schema';

const MANUAL = 'https://www.keepalived.org/manpage.html';

/** The official manual page; it has no anchors of its own, so the link asks the browser to find the keyword. */
export function documentation(keyword: Keyword): string {
  return `${MANUAL}#:~:text=${encodeURIComponent(keyword.name)}`;
}

/** Our own text on a keyword, by its path (`vrrp_instance.state`) or, for a parameter, its set (`@address.dev`). */
export function describe(keyword: string, block: string): string | undefined {
  const all = texts as Readonly<Record<string, string>>;
  return (
    all[block === '' ? keyword : `${block}.${keyword}`] ??
    all[`@${block}.${keyword}`] ??
    (keyword.startsWith('include') ? all[keyword] : undefined)
  );
}
