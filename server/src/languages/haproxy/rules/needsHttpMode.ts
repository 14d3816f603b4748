import { absolute } from '../../../core/blocks';
import type { DocumentRule, Finding } from '../../../core/language';
import type { Schema } from '../../../core/schema';
import { lineRange } from '../../../core/text';
import type { Block, Node } from '../../../core/tree';
import { reportInherited } from './inheritedHttplog';
import { takenInTcp } from './takenInTcp';
import { bind } from '../arguments';
import { isHttpOption } from '../httpOptions';
import { Noted } from '../noted';
import { ownKeywords } from '../ownKeywords';
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
  { pattern: /^redirect /, sections: /./, what: '"redirect" rules are ignored' },
  { pattern: /^capture cookie/, sections: /./, what: 'No cookie is captured' },
  { pattern: /^monitor-uri /, sections: /^(frontend|listen)$/, what: 'Requests to "monitor-uri" are not answered' },
  { pattern: /^option (forwardfor|originalto)/, sections: /./, what: 'No header is added' },
  { pattern: /^option forwarded/, sections: /^(backend|listen)$/, what: 'No header is added' },
  { pattern: /^cookie /, sections: /^(backend|listen)$/, what: 'The cookie is ignored' },
  { pattern: /^balance (uri|url_param|hdr\()/, sections: /^(backend|listen)$/, what: 'HAProxy balances by roundrobin' },
  { pattern: /^option https?log/, sections: /^(frontend|listen)$/, what: 'HAProxy logs as with "option tcplog"' },
];

export const needsHttpMode: DocumentRule = {
  id: 'needs-http-mode',
  severity: 'warning',
  title: 'A line that has an effect in HTTP mode only',
  docs: 'In TCP mode HAProxy passes bytes on without looking at requests: rules on requests and responses, cookies, headers and the statistics page cannot work. It warns and goes on without them, in the section itself and in what it takes over from its defaults. Give the section "mode http", or remove the line; what it takes over it needs defaults without.',
  bad: 'backend app\n    mode tcp\n    option forwardfor\n    server a 192.0.2.1:80\n',
  good: 'backend app\n    mode http\n    option forwardfor\n    server a 192.0.2.1:80\n',
  checkDocument(document, context, report) {
    const whole = isWhole(context);
    for (const [proxy, lines] of useless.in(context)) {
      if (proxy.document !== document || !isTcp(proxy, whole)) continue;
      for (const [node, what] of lines) report(findingOf(proxy, node, what));
    }
    if (!whole) return;
    reportInherited(document, context, report);
    for (const finding of takenInTcp(document, context)) report(finding);
  },
};

/** The lines of a proxy that have no effect, each with what that comes to. */
const useless = new Noted((proxy, schema) => {
  const lines = isTcp(proxy, true) ? ignoredIn(proxy.block, schema) : [];
  return lines.length > 0 ? lines : undefined;
});

function ignoredIn(block: Block, schema: Schema): readonly (readonly [Node, string])[] {
  const told = new Set<Ignored | string>();
  const found: (readonly [Node, string])[] = [];
  const tell = (node: Node, what: string, once?: Ignored | string): void => {
    if (once !== undefined && told.has(once)) return;
    if (once !== undefined) told.add(once);
    found.push([node, what]);
  };
  for (const node of block.items) {
    const { words } = node;
    const first = words[0]!.text;
    if (first === 'server' && hasCookie(node, schema)) tell(node, 'The cookie of this server is ignored');
    if (!IGNORED_FIRST.has(first)) continue;
    const text = `${first} ${words[1]?.text ?? ''}`;
    const known = IGNORED.find((one) => one.pattern.test(text) && one.sections.test(block.type));
    if (known) tell(node, known.what, known);
    else if (first === 'option' && isHttpOption(text, block.type, schema) && ownKeywords(block).on.has(text))
      tell(node, `"${text}" has no effect`, text);
  }
  return found;
}

const IGNORED_FIRST: ReadonlySet<string> = new Set(
  IGNORED.map(({ pattern }) => /^\^([a-z-]+) /.exec(pattern.source)![1]!),
);

function hasCookie(node: Node, schema: Schema): boolean {
  if (!node.words.some(({ text }, i) => i > 2 && text === 'cookie')) return false;
  return bind(node, schema)?.args.some(({ parameter }) => parameter === 'cookie') === true;
}

function findingOf({ section }: Proxy, { line, words }: Node, what: string): Finding {
  return {
    range: absolute(section, lineRange(line, words[0]!.start, words.at(-1)!.end)),
    message: `${what}: this section works in TCP mode. Give it "mode http", or remove the line.`,
    tag: 'unnecessary',
  };
}
