import type { DocumentContext, DocumentRule, Finding, RuleInfo } from '../language';
import type { ParsedDocument } from '../document';
import { nearest } from '../spelling';
import { byPosition, isExclusive, type NameGroup, type PlacedOccurrence, rangeOf, type SymbolKind } from '../symbols';

type Text = Omit<RuleInfo, 'id' | 'severity'>;
type Report = (finding: Finding) => void;
/** Whether a name must be defined for a use of it. */
type IsNeeded = (use: PlacedOccurrence, context: DocumentContext) => boolean;

/** Beyond this many wrong names in a file, another guess at what was meant helps nobody and costs much. */
const MOST_GUESSES = 50;

/** Names that are used but defined nowhere in the configuration. */
export function undefinedNameRule(text: Text, isNeeded: IsNeeded = ({ soft }) => soft !== true): DocumentRule {
  return {
    id: 'undefined-name',
    severity: 'error',
    ...text,
    checkDocument(document, context, report) {
      const index = context.configuration.index(document);
      let guesses = MOST_GUESSES;
      for (const group of index.undefinedNames()) {
        const kind = context.language.symbolKinds[group.kind];
        if (!kind?.undefined || kind.predefined?.includes(group.name)) continue;
        if (group.scope === 'document' && (context.configuration.incomplete || isDefined(context, group))) continue;
        const uses = group.references.filter((use) => isNeeded(use, context));
        if (uses.length === 0) continue;
        const guess = guesses-- > 0 ? nearest(group.name, knownNames(document, context, group)) : undefined;
        for (const use of uses) report(undefinedName(use, kind, guess));
      }
    },
  };
}

function undefinedName(use: PlacedOccurrence, kind: SymbolKind, guess: string | undefined): Finding {
  const range = rangeOf(use);
  const hint = guess ? ` Did you mean "${guess}"?` : '';
  const text = guess && replacement(use, guess);
  return {
    range,
    severity: kind.undefined!,
    message: `There is no ${kind.label} named "${use.name}".${hint}`,
    ...(text ? { fixes: [{ title: `Change to "${text}"`, preferred: true, edits: [{ range, text }] }] } : {}),
  };
}

/** What to write for `guess`: of a name in parts (`backend/server`) an occurrence may hold the last one alone. */
function replacement(use: PlacedOccurrence, guess: string): string | undefined {
  const parts = use.name.length - (use.end - use.start);
  const inside = parts > 0 ? use.name.slice(0, parts) : '';
  if (!inside.endsWith('/')) return guess;
  return guess.startsWith(inside) ? guess.slice(inside.length) : undefined;
}

/** Names that are defined twice where the program takes only one. */
export function duplicateNameRule(text: Text): DocumentRule {
  return {
    id: 'duplicate-name',
    severity: 'error',
    ...text,
    checkDocument(document, context, report) {
      const { configuration } = context;
      for (const group of configuration.index(document).repeatedNames()) {
        const [first, ...others] = group.definitions.filter(isExclusive).sort(byPosition);
        for (const other of others) reportDuplicate(other, { document, occurrence: first! }, context, report);
      }
      const before = configuration.documents.slice(0, configuration.documents.indexOf(document));
      for (const earlier of before) reportAcross(document, earlier, context, report);
    },
  };
}

/** Names of `document` that a file read before it has already defined. */
function reportAcross(
  document: ParsedDocument,
  earlier: ParsedDocument,
  context: DocumentContext,
  report: Report,
): void {
  const { configuration } = context;
  for (const kind of Object.keys(context.language.symbolKinds)) {
    for (const group of configuration.index(document).defined(kind)) {
      const [first] = configuration.index(earlier).definitions(kind, group.name).filter(isExclusive).sort(byPosition);
      const [here] = group.definitions.filter(isExclusive).sort(byPosition);
      if (first && here) reportDuplicate(here, { document: earlier, occurrence: first }, context, report);
    }
  }
}

function reportDuplicate(
  definition: PlacedOccurrence,
  first: { document: ParsedDocument; occurrence: PlacedOccurrence },
  context: DocumentContext,
  report: Report,
): void {
  const kind = context.language.symbolKinds[definition.kind];
  if (!kind?.duplicate) return;
  const range = rangeOf(first.occurrence);
  report({
    range: rangeOf(definition),
    severity: kind.duplicate,
    message: `The ${kind.label} "${definition.name}" is already defined on line ${range.start.line + 1}. Rename or remove one of them.`,
    related: [{ uri: first.document.uri, range, message: 'First defined here' }],
  });
}

function isDefined(context: DocumentContext, { kind, name }: NameGroup): boolean {
  const { configuration } = context;
  return configuration.documents.some((document) => configuration.index(document).definitions(kind, name).length > 0);
}

function* knownNames(document: ParsedDocument, context: DocumentContext, group: NameGroup): Generator<string> {
  const { configuration } = context;
  if (group.scope === 'section') {
    const here = configuration.index(document).inSection(group.references[0]!.section);
    for (const other of here) if (other.role === 'definition' && other.kind === group.kind) yield other.name;
    return;
  }
  for (const other of configuration.documents) yield* configuration.index(other).definedNames(group.kind);
}
