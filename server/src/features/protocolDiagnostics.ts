import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { Diagnosis } from './diagnostics';

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

const TAGS = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

/**
 * A finding as the protocol has it.
 * @param page address of a rule's page; `undefined`: there are no pages.
 */
export function toDiagnostic(found: Diagnosis, uri: string, page: (rule: string) => string | undefined): Diagnostic {
  const href = page(found.rule);
  return {
    range: found.head ?? found.range,
    severity: SEVERITIES[found.severity],
    code: found.rule,
    ...(href !== undefined && { codeDescription: { href } }),
    source: 'haconf',
    message: found.message,
    ...(found.tag && { tags: [TAGS[found.tag]] }),
    ...(found.related && {
      relatedInformation: found.related.map((one) => ({
        location: { uri: one.uri ?? uri, range: one.range },
        message: one.message,
      })),
    }),
  };
}
