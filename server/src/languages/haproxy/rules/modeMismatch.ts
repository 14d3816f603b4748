import type { DocumentContext, DocumentRule } from '../../../core/language';
import { rangeOf } from '../../../core/symbols';
import type { Section } from '../../../core/tree';
import { proxiesOf } from '../proxies';

export const modeMismatch: DocumentRule = {
  id: 'mode-mismatch',
  severity: 'error',
  title: 'A frontend that passes requests to a backend of another mode',
  docs: 'An HTTP frontend can use only HTTP backends: it has requests to pass on, and a TCP backend would not understand them. Where neither section says its mode, that of the defaults holds, and tcp where there are none.',
  bad: 'frontend web\n    bind :8080\n    mode http\n    default_backend app\nbackend app\n    mode tcp\n    server a 192.0.2.1:80\n',
  good: 'frontend web\n    bind :8080\n    mode http\n    default_backend app\nbackend app\n    mode http\n    server a 192.0.2.1:80\n',
  checkDocument(document, context, report) {
    const inTcpMode = new Set<string>();
    const callers: Section[] = [];
    for (const { section, block, mode: own, document: owner } of proxiesOf(context)) {
      const mode = section.lines[0]!.enter > 0 ? 'unknown' : own;
      if (mode === 'tcp' && block.type !== 'frontend') inTcpMode.add(block.words[1]?.text ?? '');
      else if (mode === 'http' && block.type !== 'backend' && owner === document) callers.push(section);
    }
    if (inTcpMode.size === 0) return;
    const index = context.configuration.index(document);
    for (const section of callers) {
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

/** Of two backends of one name nobody knows which is meant. */
function isUnique({ configuration }: DocumentContext, name: string): boolean {
  const definitions = configuration.documents.flatMap((one) => configuration.index(one).definitions('backend', name));
  return definitions.length === 1;
}
