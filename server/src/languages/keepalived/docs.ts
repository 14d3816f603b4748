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

/** Our own text on a value of an enumeration. */
export function describeValue(keyword: string, value: string, block: string): string | undefined {
  return (texts as Readonly<Record<string, string>>)[`${block}.${NAMESAKES[keyword] ?? keyword}=${value}`];
}

/** Keywords that are another name of one. */
const NAMESAKES: Readonly<Record<string, string>> = { lvs_sched: 'lb_algo', lvs_method: 'lb_kind' };
