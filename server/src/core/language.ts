import type { CompletionItem, FormattingOptions, Range } from 'vscode-languageserver-types';
import type { Compose } from './compose';
import type { ParsedDocument, Syntax } from './document';
import type { Landmark } from './landmarks';
import type { NamedFiles } from './namedFiles';
import type { Note } from './notes';
import type { Arg, Keyword, KeywordMatch, Schema } from './schema';
import type { Block, Node, Section, Statement } from './tree';
import type { PlacedOccurrence, SymbolIndex, SymbolKind } from './symbols';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** A replacement within the document; lines relative to the section for section rules, absolute for document rules. */
export interface Edit {
  readonly range: Range;
  readonly text: string;
}

export interface Fix {
  /** What it does, as the person reads it in the light bulb menu. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The one obvious mend: chosen by "fix all" and preselected. */
  readonly preferred?: boolean;
}

export interface Finding {
  readonly range: Range;
  /** What an editor underlines when `range` is a whole block, such as its name. */
  readonly head?: Range;
  /** What is wrong, why, what to do. */
  readonly message: string;
  /** When it differs from the rule's own. */
  readonly severity?: Severity;
  readonly fixes?: readonly Fix[];
  readonly related?: readonly { readonly uri?: string; readonly range: Range; readonly message: string }[];
  /** Shown faded or struck through. */
  readonly tag?: 'unnecessary' | 'deprecated';
}

/** What every rule has: the page and the settings are made from it. */
export interface RuleInfo {
  /** kebab-case; the diagnostic's code, the setting's key and the page's name. */
  readonly id: string;
  readonly severity: Severity;
  /** One line for lists. */
  readonly title: string;
  /** The rule's page (Markdown, without heading): why it matters, what to do. */
  readonly docs: string;
  /** Configurations for the page, each checked by a test: `bad` raises the rule, `good` does not. */
  readonly bad: string;
  readonly good: string;
}

/** Sees one section: its findings are kept until the section, the version or what it inherits changes. Lines are relative. */
export interface SectionRule extends RuleInfo {
  /** The kinds of section that it looks at; none named: all. Others are not given to it. */
  readonly sections?: readonly string[];
  /** First words of the statements that it looks at: without one of them a section is not given to it. */
  readonly words?: readonly string[];
  check(section: Section, context: RuleContext, report: (finding: Finding) => void): void;
}

/** Sees single statements, those that `Language.statements` names. Findings are kept, and their lines count, as for sections. */
export interface StatementRule extends RuleInfo {
  /** Whether it looks at statements of this keyword at all; asked once for each. */
  concerns(keyword: Keyword, schema: Schema): boolean;
  checkStatement(node: Node, match: KeywordMatch, context: StatementContext, report: (finding: Finding) => void): void;
}

/** Sees the whole configuration after every change: it has to be fast. Lines are absolute. */
export interface DocumentRule extends RuleInfo {
  checkDocument(document: ParsedDocument, context: DocumentContext, report: (finding: Finding) => void): void;
}

/**
 * Sees the configurations of all nodes of a cluster, at least two. Lines are absolute.
 * In its examples a line `# file: NAME` begins the file of each node.
 */
export interface ClusterRule extends RuleInfo {
  checkCluster(
    nodes: readonly Configuration[],
    report: (uri: string, finding: Finding) => void,
    neighbours?: readonly Neighbour[],
  ): void;
}

/** Another cluster that the nodes of one may hear. */
export interface Neighbour {
  readonly nodes: readonly Configuration[];
  /** They are said to be on one network; otherwise only the addresses may tell. */
  readonly sameNetwork: boolean;
}

/** Sees what runs together on the nodes: both languages. Lines are absolute; examples as for clusters. */
export interface SiteRule extends RuleInfo {
  checkSite(site: Site, report: (uri: string, finding: Finding) => void): void;
}

export type Rule = SectionRule | StatementRule | DocumentRule | ClusterRule | SiteRule;

export interface RuleContext {
  readonly language: Language;
  readonly schema: Schema;
  /** What the section takes over from those before it: see `Language.inherit`. */
  readonly inherited: Inherited;
}

export interface StatementContext extends RuleContext {
  readonly section: Section;
}

export interface DocumentContext {
  readonly language: Language;
  readonly schema: Schema;
  readonly configuration: Configuration;
  /** What the document names besides; absent where nobody can look. */
  readonly files?: NamedFiles;
  /** How many the program finds on the machine that the configuration is for; absent or undefined: nobody knows. */
  readonly processors?: () => number | undefined;
}

/** The documents that form one configuration (includes, several `-f`), in the program's order. */
export interface Configuration {
  readonly documents: readonly ParsedDocument[];
  index(document: ParsedDocument): SymbolIndex;
  /** Where a document has other files read in. */
  includes(document: ParsedDocument): readonly Inclusion[];
  /** Some file of it could not be read: names may be defined there, so none is reported missing. */
  readonly incomplete: boolean;
}

/** A path at which other files are read in. */
export interface Inclusion {
  /** Absolute. */
  readonly range: Range;
  /** Addresses of the files, whether they can be read or not. */
  readonly targets: readonly string[];
}

/** Configurations of several languages that run on the same nodes, and what a Compose file says of those. */
export interface Site {
  /** Each of them may run on every node. */
  readonly haproxy: readonly Configuration[];
  /** One for each node. */
  readonly keepalived: readonly Configuration[];
  readonly compose: Compose | undefined;
}

/**
 * What flows from section to section in reading order, as one immutable value: values with the same `key` are
 * interchangeable, so that a change stops flowing where the key is the same as before.
 */
export interface Inherited {
  readonly key: string;
}

/** Where the cursor stands, for a language's own completion and hover. */
export interface Spot {
  readonly document: ParsedDocument;
  readonly configuration: Configuration;
  readonly schema: Schema;
  readonly section: Section;
  /** Absolute line; column in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  readonly statement: Statement | undefined;
  readonly block: Block | undefined;
  /** Index of the word at the cursor; `words.length` behind the last one. */
  readonly wordIndex: number;
}

/** From the first to the last line; both count. */
export interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** Hover text of a language's own (Markdown), for the columns from `start` to `end` of the line. */
export interface HoverText {
  readonly markdown: string;
  readonly start: number;
  readonly end: number;
}

/** A language is this record: to add one is to add a folder that exports one. */
export interface Language {
  readonly id: 'haproxy' | 'keepalived';
  /** `HAProxy`. */
  readonly label: string;
  readonly syntax: Syntax;
  /** Oldest first. */
  readonly versions: readonly string[];
  /** The newest long-term version. */
  readonly defaultVersion: string;
  /** The language of a version (`versions` holds it). Cached by the callee. */
  schema(version: string): Schema;
  /** Schema of everything any version knows, to tell "not yet" and "no longer" from "never". */
  everything(): Schema;
  readonly symbolKinds: Readonly<Record<string, SymbolKind>>;
  symbols(section: Section, schema: Schema): PlacedOccurrence[];
  readonly rules: readonly Rule[];
  /** Statements of a section for the rules over statements: known in their place, and read for certain. */
  statements?(section: Section, schema: Schema): readonly (readonly [Node, KeywordMatch])[];
  inherit(section: Section, before: Inherited, schema: Schema): Inherited;
  readonly inheritedAtStart: Inherited;
  /** Address of the official documentation of a keyword. */
  documentation(keyword: Keyword, version: string): string | undefined;
  /** Our own one- or two-sentence text on a keyword; loaded when first asked. */
  describe(keyword: string, block: string): string | undefined;
  /** Our own text on a value of an enumeration; `block` as for `describe`. */
  describeValue(keyword: string, value: string, block: string): string | undefined;
  /** What a type of argument stands for, as the rest of a line that begins with its name. */
  explain?(arg: Arg): string | undefined;
  /** Completion in places where the schema alone does not tell; `undefined` leaves it to the schema. */
  complete?(spot: Spot): CompletionItem[] | undefined;
  /** Text (Markdown) of an item that `complete` made, from the item's `data`, when it is selected. */
  resolve?(data: unknown): string | undefined;
  hover?(spot: Spot): HoverText | undefined;
  /** What follows from lines of a section without standing in them: units, times. Lines are relative. */
  notes?(section: Section, context: RuleContext, lines: LineSpan): Note[];
  /** Lines of a section that something stands behind when the configuration runs. Lines are relative. */
  landmarks?(section: Section): Landmark[];
  /** Completion of an argument whose type only the language knows. Items without an edit replace the word at the cursor. */
  values?(arg: Arg, spot: Spot): CompletionItem[];
  /** Indentation depth of a statement or closing brace; the rest of formatting is common. */
  format: FormatStyle;
  /** The text, which no file is known to include, can only stand in a block of another file. */
  isPart?(document: ParsedDocument): boolean;
  /** First word of the statements that read other files in at their place; paths count from the including file. */
  readonly includes?: RegExp;
}

export interface FormatStyle {
  /** Comment markers. */
  readonly comments: readonly string[];
  /** Spaces (or tabs) of one level. */
  indent(options: FormattingOptions): string;
}

export function isClusterRule(rule: Rule): rule is ClusterRule {
  return 'checkCluster' in rule;
}

export function isSiteRule(rule: Rule): rule is SiteRule {
  return 'checkSite' in rule;
}

export function isDocumentRule(rule: Rule): rule is DocumentRule {
  return 'checkDocument' in rule;
}

export function isSectionRule(rule: Rule): rule is SectionRule {
  return 'check' in rule;
}

export function isStatementRule(rule: Rule): rule is StatementRule {
  return 'checkStatement' in rule;
}
