import type { DocumentContext, DocumentRule, Finding } from '../language';
import type { ParsedDocument } from '../document';
import { nearest } from '../spelling';
import { byPosition, type PlacedOccurrence } from '../symbols';
import { lineRange } from '../text';
import type { RuleInfo } from '../language';

type Text = Omit<RuleInfo, 'id' | 'severity'>;

/** Names that are used but defined nowhere in the configuration. */
export function undefinedNameRule(text: Text): DocumentRule {
  return {
    id: 'undefined-name',
    severity: 'error',
    ...text,
    checkDocument(document, context, report) {
      const index = context.configuration.index(document);
      for (const section of document.sections) {
        const here = index.inSection(section);
        for (const use of here) {
          const kind = context.language.symbolKinds[use.kind];
          if (use.role !== 'reference' || use.soft || !kind?.undefined || kind.predefined?.includes(use.name)) continue;
          if (use.scope === 'section') {
            if (here.some((other) => isDefinitionOf(other, use))) continue;
            report(undefinedName(use, kind, sectionNames(here, use.kind)));
          } else if (!context.configuration.incomplete && !isDefined(context, use)) {
            report(undefinedName(use, kind, documentNames(context, use.kind)));
          }
        }
      }
    },
  };
}

function undefinedName(
  use: PlacedOccurrence,
  kind: { label: string; undefined?: 'error' | 'warning' },
  names: Iterable<string>,
): Finding {
  const range = absoluteRange(use);
  const guess = nearest(use.name, names);
  const hint = guess ? ` Did you mean "${guess}"?` : '';
  return {
    range,
    severity: kind.undefined!,
    message: `There is no ${kind.label} named "${use.name}".${hint}`,
    ...(guess ? { fixes: [{ title: `Change to "${guess}"`, preferred: true, edits: [{ range, text: guess }] }] } : {}),
  };
}

/** Names that are defined twice where the program takes only one. */
export function duplicateNameRule(text: Text): DocumentRule {
  return {
    id: 'duplicate-name',
    severity: 'error',
    ...text,
    checkDocument(document, context, report) {
      const index = context.configuration.index(document);
      for (const section of document.sections) {
        for (const definition of index.inSection(section)) {
          const kind = context.language.symbolKinds[definition.kind];
          if (definition.role !== 'definition' || definition.adds || definition.builtin || !kind?.duplicate) continue;
          const first = firstDefinition(document, context, definition);
          if (!first || isSame(first.occurrence, definition)) continue;
          const line = first.occurrence.section.start + first.occurrence.line + 1;
          report({
            range: absoluteRange(definition),
            severity: kind.duplicate,
            message: `The ${kind.label} "${definition.name}" is already defined on line ${line}. Rename or remove one of them.`,
            related: [{ uri: first.document.uri, range: absoluteRange(first.occurrence), message: 'First defined here' }],
          });
        }
      }
    },
  };
}

function isDefinitionOf(other: PlacedOccurrence, use: PlacedOccurrence): boolean {
  return other.role === 'definition' && other.kind === use.kind && other.name === use.name;
}

function isDefined(context: DocumentContext, use: PlacedOccurrence): boolean {
  return context.configuration.documents.some(
    (document) => context.configuration.index(document).definitions(use.kind, use.name).length > 0,
  );
}

function* sectionNames(here: readonly PlacedOccurrence[], kind: string): Generator<string> {
  for (const other of here) if (other.role === 'definition' && other.kind === kind) yield other.name;
}

function* documentNames(context: DocumentContext, kind: string): Generator<string> {
  for (const document of context.configuration.documents) yield* context.configuration.index(document).definedNames(kind);
}

function firstDefinition(
  document: ParsedDocument,
  context: DocumentContext,
  definition: PlacedOccurrence,
): { document: ParsedDocument; occurrence: PlacedOccurrence } | undefined {
  const { configuration } = context;
  if (definition.scope === 'section') {
    const occurrence = configuration
      .index(document)
      .inSection(definition.section)
      .find((other) => isDefinitionOf(other, definition));
    return occurrence && { document, occurrence };
  }
  for (const candidate of configuration.documents) {
    const found = configuration.index(candidate).definitions(definition.kind, definition.name);
    const occurrence = found.filter((other) => !other.adds && !other.builtin).sort(byPosition)[0];
    if (occurrence) return { document: candidate, occurrence };
  }
  return undefined;
}

function isSame(a: PlacedOccurrence, b: PlacedOccurrence): boolean {
  return a.section === b.section && a.line === b.line && a.start === b.start;
}

function absoluteRange(occurrence: PlacedOccurrence): Finding['range'] {
  return lineRange(occurrence.section.start + occurrence.line, occurrence.start, occurrence.end);
}
