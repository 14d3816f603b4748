import type { Range } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../core/document';
import type { Configuration, Finding, Inherited, Language, Neighbour, Rule, Severity, Site } from '../core/language';
import { Kept } from '../core/kept';
import type { NamedFiles } from '../core/namedFiles';
import type { Schema } from '../core/schema';
import type { Section } from '../core/tree';
import { type Found, RuleBook } from './ruleBook';
import { suppressionsOf } from './suppression';

/** A finding in its final form: absolute range, decided severity. */
export interface Diagnosis extends Omit<Finding, 'severity'> {
  readonly rule: string;
  readonly severity: Severity;
}

export type RuleLevel = Severity | 'off';

export interface CheckOptions {
  /** Levels that the user gave to rules; `off` silences a rule. */
  readonly levels: Readonly<Record<string, RuleLevel>>;
  /** See `DocumentContext`. */
  readonly processors?: (() => number | undefined) | undefined;
}

interface Judged {
  readonly schema: Schema;
  readonly inherited: string;
  readonly findings: readonly Found[];
  /** What flows on to the next section. */
  readonly after: Inherited;
}

const kept = new Kept<Judged>();

/** What a document runs together with. */
export interface Around {
  /** The configurations of all nodes of its cluster, its own among them; empty: it stands alone. */
  readonly cluster: readonly Configuration[];
  /** Other clusters that may be on the same network. */
  readonly neighbours: readonly Neighbour[];
  readonly site: Site | undefined;
  /** What it names; absent: nobody can look. */
  readonly files?: NamedFiles;
}

const ALONE: Around = { cluster: [], neighbours: [], site: undefined };

/** Everything the rules find in a document, in the order of the text. Sections seen before cost a look-up. */
export function diagnose(
  document: ParsedDocument,
  language: Language,
  schema: Schema,
  configuration: Configuration,
  options: CheckOptions,
  { cluster, neighbours, site, files }: Around = ALONE,
): Diagnosis[] {
  const out: Diagnosis[] = [];
  const isSuppressed = suppressionsOf(document);
  const add = (rule: Rule, finding: Finding, offset: number): void => {
    const level = options.levels[rule.id] ?? finding.severity ?? rule.severity;
    if (level === 'off') return;
    const moved = offset === 0 ? finding : move(finding, offset);
    if (isSuppressed(rule.id, (moved.head ?? moved.range).start.line)) return;
    out.push({ ...moved, rule: rule.id, severity: level });
  };
  const book = bookOf(language);
  let inherited = language.inheritedAtStart;
  const index = configuration.index(document);
  for (const section of document.sections) {
    const result = checkSection(section, book, schema, inherited);
    // While what the rules found out about its statements is at hand.
    index.take(section);
    inherited = result.after;
    for (const { rule, finding } of result.findings) add(rule, finding, section.start);
  }
  // One for all rules: what one of them makes of the whole configuration, others find under it.
  const { processors } = options;
  const context = { language, schema, configuration, ...(files && { files }), ...(processors && { processors }) };
  let asked: Rule;
  const there = (uri: string, finding: Finding): void => {
    if (uri === document.uri) add(asked, finding, 0);
  };
  const here = (finding: Finding): void => {
    add(asked, finding, 0);
  };
  for (const rule of book.documentRules) {
    asked = rule;
    rule.checkDocument(document, context, here);
  }
  for (const rule of cluster.length > 1 ? book.clusterRules : []) {
    asked = rule;
    rule.checkCluster(cluster, there, neighbours);
  }
  for (const rule of site ? book.siteRules : []) {
    asked = rule;
    rule.checkSite(site!, there);
  }
  return out.sort((a, b) => comparePositions(a.range, b.range));
}

function checkSection(section: Section, book: RuleBook, schema: Schema, inherited: Inherited): Judged {
  const known = kept.get(section);
  if (known?.schema === schema && known.inherited === inherited.key) return known;
  const findings = book.check(section, schema, inherited);
  return kept.set(section, {
    schema,
    inherited: inherited.key,
    findings,
    after: book.language.inherit(section, inherited, schema),
  });
}

const books = new WeakMap<Language, RuleBook>();

function bookOf(language: Language): RuleBook {
  let book = books.get(language);
  if (!book) books.set(language, (book = new RuleBook(language)));
  return book;
}

function move(finding: Finding, lines: number): Finding {
  return {
    ...finding,
    range: moveRange(finding.range, lines),
    ...(finding.head && { head: moveRange(finding.head, lines) }),
    ...(finding.related && {
      related: finding.related.map((r) => (r.uri ? r : { ...r, range: moveRange(r.range, lines) })),
    }),
    ...(finding.fixes && {
      fixes: finding.fixes.map((fix) => ({
        ...fix,
        edits: fix.edits.map((edit) => ({ ...edit, range: moveRange(edit.range, lines) })),
      })),
    }),
  };
}

function moveRange(range: Range, lines: number): Range {
  return {
    start: { line: range.start.line + lines, character: range.start.character },
    end: { line: range.end.line + lines, character: range.end.character },
  };
}

function comparePositions(a: Range, b: Range): number {
  return a.start.line - b.start.line || a.start.character - b.start.character;
}
