import type { DocumentContext, DocumentRule } from '../../../core/language';
import { rangeOf } from '../../../core/symbols';
import type { Section } from '../../../core/tree';
import { Noted } from '../noted';
import { proxiesOf } from '../proxies';

export const modeMismatch: DocumentRule = {
  id: 'mode-mismatch',
  severity: 'error',
  title: 'A frontend that passes requests to a backend of another mode',
  docs: 'An HTTP frontend can use only HTTP backends: it has requests to pass on, and a TCP backend would not understand them. Where neither section says its mode, that of the defaults holds, and tcp where there are none.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    default_backend app\nbackend app\n    mode tcp\n    server a 192.0.2.1:80\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    default_backend app\nbackend app\n    mode http\n    server a 192.0.2.1:80\n',
  checkDocument(document, context, report) {
    const inTcpMode = new Set(tcpBackends.in(context).values());
    if (inTcpMode.size === 0) return;
    const index = context.configuration.index(document);
    for (const { section, block, document: owner, mode } of proxiesOf(context)) {
      if (owner !== document || mode !== 'http' || block.type === 'backend' || isOpen(section)) continue;
      for (const use of index.inSection(section)) {
        if (use.kind !== 'backend' || use.role !== 'reference' || use.soft || !inTcpMode.has(use.name)) continue;
        if (!isUnique(context, use.name)) continue;
        if (!/^(use_backend|default_backend)$/.test(section.lines[use.line]!.words[0]!.text)) continue;
        report({
          range: rangeOf(use),
          message: `This section works in HTTP mode, but the backend "${use.name}" in TCP mode. Give it "mode http".`,
        });
      }
    }
  },
};

/** The section itself stands in an `.if` branch. */
const isOpen = (section: Section): boolean => section.lines[0]!.enter > 0;

/** Names of backends in TCP mode. */
const tcpBackends = new Noted(({ section, block, mode }) =>
  mode === 'tcp' && block.type !== 'frontend' && !isOpen(section) ? (block.words[1]?.text ?? '') : undefined,
);

/** Of two backends of one name nobody knows which is meant. */
function isUnique({ configuration }: DocumentContext, name: string): boolean {
  const definitions = configuration.documents.flatMap((one) => configuration.index(one).definitions('backend', name));
  return definitions.length === 1;
}
