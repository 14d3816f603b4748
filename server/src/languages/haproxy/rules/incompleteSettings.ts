import { absolute, headRange } from '../../../core/blocks';
import type { DocumentRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import { isDisabled } from '../late';
import { Noted } from '../noted';
import { isWhole, type Proxy, says } from '../proxies';

interface Group {
  /** First words of the lines that count together. */
  readonly lines: string;
  /** What must be there for them to have an effect, as `Proxy` says it. */
  readonly needed: readonly string[];
}

const GROUPS: readonly Group[] = [
  { lines: 'email-alert', needed: ['email-alert mailers', 'email-alert from', 'email-alert to'] },
  { lines: 'external-check', needed: ['option external-check'] },
];

export const incompleteSettings: DocumentRule = {
  id: 'incomplete-settings',
  severity: 'warning',
  title: 'Lines that HAProxy ignores because others are missing',
  docs: 'Mail on what happens to servers needs to know from whom, to whom and through which mailers: without one of "email-alert from", "email-alert to" and "email-alert mailers" the others are ignored. A program for checks is started only where "option external-check" says so.',
  bad: 'mailers post\n    mailer m 192.0.2.25:25\ndefaults\n    mode http\n    timeout connect 5s\n    timeout server 30s\nbackend app\n    email-alert mailers post\n    email-alert to admin@example.org\n    server a 192.0.2.1:80 check\n',
  good: 'mailers post\n    mailer m 192.0.2.25:25\ndefaults\n    mode http\n    timeout connect 5s\n    timeout server 30s\nbackend app\n    email-alert mailers post\n    email-alert from lb@example.org\n    email-alert to admin@example.org\n    server a 192.0.2.1:80 check\n',
  checkDocument(document, context, report) {
    if (!isWhole(context)) return;
    for (const [proxy, groups] of incomplete.in(context)) {
      if (proxy.document !== document) continue;
      for (const { lines, missing } of groups) {
        const own = proxy.block.items.find(({ words }) => words[0]!.text === lines);
        const range = own ? lineRange(own.line, own.words[0]!.start, own.words.at(-1)!.end) : headRange(proxy.block);
        report({
          range: absolute(proxy.section, range),
          message: `HAProxy ignores "${lines}" lines ${own ? 'here' : 'that this section takes over from its defaults'}: ${missing
            .map((name) => `"${name}"`)
            .join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
        });
      }
    }
  },
};

const incomplete = new Noted((proxy) => {
  const { block, inherited, plain, certain } = proxy;
  if (!plain || !certain || isDisabled(block, inherited)) return undefined;
  const found = GROUPS.flatMap(({ lines, needed }) => {
    if (!saysAny(proxy, lines)) return [];
    const missing = needed.filter((name) => !says(proxy, name));
    return missing.length > 0 ? [{ lines, missing }] : [];
  });
  return found.length > 0 ? found : undefined;
});

const ALERTS = ['from', 'to', 'mailers', 'level', 'myhostname'].map((name) => `email-alert ${name}`);

const saysAny = (proxy: Proxy, lines: string): boolean =>
  lines === 'email-alert' ? says(proxy, ...ALERTS) : says(proxy, lines);
