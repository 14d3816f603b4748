import type { Keyword } from '../../core/schema';

const MANUAL = 'https://www.keepalived.org/manpage.html';

/** The official manual page; it has no anchors of its own, so the link asks the browser to find the keyword. */
export function documentation(keyword: Keyword): string {
  return `${MANUAL}#:~:text=${encodeURIComponent(keyword.name)}`;
}

/** Our own one-sentence text on a keyword of a block. */
export function describe(_keyword: string, _block: string): string | undefined {
  return undefined;
}
