import type { Block } from '../../core/tree';

/** Options of which a section has only one: the last line counts. */
const CHECKS =
  /^(httpchk|tcp-check|external-check|ssl-hello-chk|smtpchk|pgsql-check|redis-check|mysql-check|ldap-check|spop-check)$/;

/** The option by which a section says itself how its servers are checked: `httpchk`. */
export function checkOption({ items }: Block): string | undefined {
  const line = items.findLast(({ words }) => words[0]!.text === 'option' && CHECKS.test(words[1]?.text ?? ''));
  return line?.words[1]!.text;
}
