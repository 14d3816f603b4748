import { absolute } from '../../../core/blocks';
import type { DocumentRule, Finding } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Block, Node } from '../../../core/tree';
import { reportInherited } from './inheritedHttplog';
import { Noted } from '../noted';
import { isTcp, isWhole, type Proxy } from '../proxies';

interface Ignored {
  readonly pattern: RegExp;
  /** Sections in which it counts at all. */
  readonly sections: RegExp;
  readonly what: string;
}

/** What the program leaves out of a proxy that looks at no requests; rule sets are told once. */
const IGNORED: readonly Ignored[] = [
  { pattern: /^stats /, sections: /./, what: 'The statistics page is not served' },
  { pattern: /^http-request /, sections: /./, what: '"http-request" rules are ignored' },
  { pattern: /^http-response /, sections: /./, what: '"http-response" rules are ignored' },
  { pattern: /^http-after-response /, sections: /./, what: '"http-after-response" rules are ignored' },
  { pattern: /^option forwardfor/, sections: /./, what: 'No header is added' },
  { pattern: /^cookie /, sections: /^(backend|listen)$/, what: 'The cookie is ignored' },
  { pattern: /^balance (uri|url_param|hdr\()/, sections: /^(backend|listen)$/, what: 'HAProxy balances by roundrobin' },
  { pattern: /^option https?log/, sections: /^(frontend|listen)$/, what: 'HAProxy logs as with "option tcplog"' },
];

export const needsHttpMode: DocumentRule = {
  id: 'needs-http-mode',
  severity: 'warning',
  title: 'A line that has an effect in HTTP mode only',
  docs: 'In TCP mode HAProxy passes bytes on without looking at requests: rules on requests and responses, cookies, headers and the statistics page cannot work. It warns and goes on without them. Give the section "mode http", or remove the line.',
  bad: 'backend app\n    mode tcp\n    option forwardfor\n    server a 192.0.2.1:80\n',
  good: 'backend app\n    mode http\n    option forwardfor\n    server a 192.0.2.1:80\n',
  checkDocument(document, context, report) {
    const whole = isWhole(context);
    for (const [proxy, lines] of useless.in(context)) {
      if (proxy.document !== document || !isTcp(proxy, whole)) continue;
      for (const [node, ignored] of lines) report(findingOf(proxy, node, ignored));
    }
    if (whole) reportInherited(document, context, report);
  },
};

const useless = new Noted((proxy) => {
  const lines = isTcp(proxy, true) ? ignoredIn(proxy.block) : [];
  return lines.length > 0 ? lines : undefined;
});

function ignoredIn(block: Block): readonly (readonly [Node, Ignored])[] {
  const first = new Map<Ignored, Node>();
  for (const node of block.items) {
    const { words } = node;
    if (!IGNORED_FIRST.has(words[0]!.text)) continue;
    const text = `${words[0]!.text} ${words[1]?.text ?? ''}`;
    const found = IGNORED.find((one) => one.pattern.test(text) && one.sections.test(block.type));
    if (found && !first.has(found)) first.set(found, node);
  }
  return [...first].map(([one, node]) => [node, one] as const);
}

const IGNORED_FIRST: ReadonlySet<string> = new Set(
  IGNORED.map(({ pattern }) => /^\^([a-z-]+) /.exec(pattern.source)![1]!),
);

function findingOf({ section }: Proxy, { line, words }: Node, { what }: Ignored): Finding {
  return {
    range: absolute(section, lineRange(line, words[0]!.start, words.at(-1)!.end)),
    message: `${what}: this section works in TCP mode. Give it "mode http", or remove the line.`,
    tag: 'unnecessary',
  };
}
