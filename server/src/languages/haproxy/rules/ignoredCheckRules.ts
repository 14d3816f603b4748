import { absolute } from '../../../core/blocks';
import type { DocumentRule, Finding } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Node } from '../../../core/tree';
import { checkOption } from '../checkOption';
import { defaultsOf } from '../inherit';
import { isDisabled } from '../late';
import { Noted } from '../noted';
import { isWhole, type Proxy } from '../proxies';

type Kind = 'http-check' | 'tcp-check';

const OPTIONS: Readonly<Record<Kind, string>> = { 'http-check': 'httpchk', 'tcp-check': 'tcp-check' };
/** What tells how a server's state is passed on needs no check of its own kind. */
const ANY_CHECK = /^(disable-on-404|send-state)$/;

export const ignoredCheckRules: DocumentRule = {
  id: 'ignored-check-rules',
  severity: 'warning',
  title: 'Rules of a health check that is not made',
  docs: '"http-check" rules belong to "option httpchk", "tcp-check" rules to "option tcp-check". Without that option HAProxy ignores them: servers are only connected to, and one that answers every request with an error counts as alive. Of several such options in a section the last one counts.',
  bad: 'defaults\n    timeout connect 5s\n    timeout server 30s\nbackend app\n    mode http\n    http-check expect status 200\n    server a 192.0.2.1:80 check\n',
  good: 'defaults\n    timeout connect 5s\n    timeout server 30s\nbackend app\n    mode http\n    option httpchk\n    http-check expect status 200\n    server a 192.0.2.1:80 check\n',
  checkDocument(document, context, report) {
    const whole = isWhole(context);
    for (const [proxy, ignored] of ignoredIn.in(context)) {
      const isKnown = whole && proxy.certain;
      if (proxy.document !== document || (!isKnown && checkOption(proxy.block) === undefined)) continue;
      for (const node of ignored) report(findingOf(proxy, node));
    }
  },
};

const ignoredIn = new Noted((proxy) => {
  const { block, plain, inherited } = proxy;
  if (block.type === 'frontend' || !plain || isDisabled(block, inherited)) return undefined;
  const ignored = (['http-check', 'tcp-check'] as const).flatMap((kind) => {
    const rule = block.items.find(({ words }) => words[0]!.text === kind && !ANY_CHECK.test(words[1]?.text ?? ''));
    return rule && !mayBeMade(proxy, kind) ? [rule] : [];
  });
  return ignored.length > 0 ? ignored : undefined;
});

function mayBeMade({ block, inherited }: Proxy, kind: Kind): boolean {
  const last = checkOption(block);
  if (last !== undefined) return last === OPTIONS[kind];
  return defaultsOf(block, inherited).keywords.includes(`option ${OPTIONS[kind]}`);
}

function findingOf({ section, block }: Proxy, { line, words }: Node): Finding {
  const option = OPTIONS[words[0]!.text as Kind];
  const { text } = section.lines[line]!;
  const indent = text.slice(0, words[0]!.start);
  const start = absolute(section, lineRange(line, 0, 0)).start;
  const other = checkOption(block);
  return {
    range: absolute(section, lineRange(line, words[0]!.start, words.at(-1)!.end)),
    message: `HAProxy ignores "${words[0]!.text}" rules here: ${
      other === undefined ? `"option ${option}" is missing` : `checks are those of "option ${other}"`
    }.`,
    tag: 'unnecessary',
    fixes:
      other === undefined
        ? [
            {
              title: `Add "option ${option}"`,
              edits: [{ range: { start, end: start }, text: `${indent}option ${option}\n` }],
            },
          ]
        : [],
  };
}
