import { absolute } from '../../../core/blocks';
import type { DocumentRule } from '../../../core/language';
import { lineRange } from '../../../core/text';
import type { Node } from '../../../core/tree';
import { readCondition } from '../conditions';
import { fetchesOf, fetchOf } from '../criteria';
import { isConditional, usedWords } from '../argumentFacts';
import { readLogFormat } from '../logFormat';
import { Noted } from '../noted';
import { isHttp, isWhole, type Proxy } from '../proxies';
import { readsBuffer } from '../sampleData';

/** Lines whose conditions the program looks through for such fetches. */
const RULES =
  /^(tcp-request (connection|session|content)|tcp-response content|quic-initial|http-request|http-response|http-after-response|use_backend|use-server|stick (on|match|store-request))( |$)/;

/** Lines whose log formats it looks through. */
const FORMATS =
  /^(http-request (set-header|add-header|set-path|redirect)|http-(after-)?response (set|add)-header|unique-id-format .*) /;

export const bufferInHttp: DocumentRule = {
  id: 'buffer-in-http-mode',
  severity: 'warning',
  title: 'A look at raw bytes in HTTP mode',
  docs: 'Fetches such as "req.len", "req.payload" and "req.ssl_sni" read the bytes as they arrive. A proxy in HTTP mode has parsed them already: HAProxy warns that it ignores the fetch, and a condition with it does not match. Use a fetch on requests instead, as "req.hdr(host)" or, where this proxy ends TLS, "ssl_fc_sni"; or give the section "mode tcp".',
  bad: 'frontend web\n    bind :8443\n    mode http\n    tcp-request content reject if { req.ssl_sni -i old.example.org }\n',
  good: 'frontend web\n    bind :8443\n    mode tcp\n    tcp-request content reject if { req.ssl_sni -i old.example.org }\n',
  checkDocument(document, context, report) {
    const whole = isWhole(context);
    for (const [proxy, lines] of looking.in(context)) {
      if (proxy.document !== document || !isHttp(proxy, whole)) continue;
      for (const { node, from, to, fetch } of lines)
        report({
          range: absolute(proxy.section, lineRange(node.line, node.words[from]!.start, node.words[to]!.end)),
          message: `HAProxy ignores "${fetch}" here: it reads raw bytes, and this section works in HTTP mode.`,
        });
    }
  },
};

interface Found {
  readonly node: Node;
  /** The words to blame, the last one included. */
  readonly from: number;
  readonly to: number;
  readonly fetch: string;
}

const looking = new Noted((proxy, { version }) => {
  if (!isHttp(proxy, true)) return undefined;
  const found = proxy.block.items.flatMap(
    (node) => inCondition(proxy, node, version) ?? inFormat(node, version) ?? inHash(proxy, node, version) ?? [],
  );
  return found.length > 0 ? found : undefined;
});

function inCondition({ block, section }: Proxy, node: Node, version: string): Found | undefined {
  const { words, line } = node;
  if (!RULES.test(`${words[0]!.text} ${words[1]?.text ?? ''}`)) return undefined;
  const at = words.findIndex(isConditional);
  if (at < 0) return undefined;
  for (const term of readCondition(words, at + 1, usedWords(words)).terms) {
    const fetch = fetchesOf(term, words, { block, section, line }, version).find(readsBuffer);
    if (fetch !== undefined) return { node, from: term.from, to: Math.max(term.from, term.to - 1), fetch };
  }
  return undefined;
}

/** The program names the line with which the backend begins. */
function inHash({ block }: Proxy, { words }: Node, version: string): Found | undefined {
  if (words[0]!.text !== 'balance' || words[1]?.text !== 'hash' || block.type === 'frontend') return undefined;
  const fetch = fetchOf(words[2], version);
  return fetch !== undefined && readsBuffer(fetch)
    ? { node: block, from: 0, to: block.words.length - 1, fetch }
    : undefined;
}

function inFormat(node: Node, version: string): Found | undefined {
  const { words } = node;
  if (!FORMATS.test(`${words[0]!.text} ${words[1]?.text ?? ''} `)) return undefined;
  for (let at = 1; at < words.length; at++) {
    const { text, dynamic } = words[at]!;
    if (dynamic || !text.includes('%[')) continue;
    for (const { expression } of readLogFormat(text, version).expressions)
      if (readsBuffer(expression.fetch)) return { node, from: at, to: at, fetch: expression.fetch };
  }
  return undefined;
}
